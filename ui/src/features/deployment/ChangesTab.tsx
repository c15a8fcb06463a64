import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { changesQuery } from "../../api/queries";
import type { Changes, Deployment } from "../../api/types";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { sentence } from "../../components/tones";
import classes from "./ChangesTab.module.css";

/** What differs from what ran before, as the piped rendered and redacted it. */
export function ChangesTab({ deployment }: { deployment: Deployment }) {
  const changes = useQuery(changesQuery(deployment.id));
  if (changes.isPending) return <Skeleton height={160} />;
  if (changes.error) return <Failure error={changes.error} retry={() => void changes.refetch()} />;
  if (!changes.data) {
    return (
      <Empty
        title="There is no rendered diff of this deployment"
        command={`git show ${deployment.commit?.hash ?? "HEAD"}`}
      >
        The piped of {deployment.cluster} has not sent one. What the commit changed in Git, in a clone of the
        repository:
      </Empty>
    );
  }
  return <Diffs changes={changes.data} />;
}

function Diffs({ changes }: { changes: Changes }) {
  const items = changes.items ?? [];
  if (items.length === 0 && !changes.text)
    return <Empty title="Nothing differs">The objects are the same as those that ran before.</Empty>;
  return (
    <Stack>
      {items.map((item) => (
        <section key={`${item.kind}/${item.namespace}/${item.name}`} aria-label={`${item.kind} ${item.name}`}>
          <h2 className={classes.object}>
            {item.kind} {item.namespace ? `${item.namespace}/` : ""}
            {item.name} <span className="dimmed">{sentence(item.change)}</span>
          </h2>
          {item.diff && <Diff text={item.diff} />}
        </section>
      ))}
      {changes.text && <Diff text={changes.text} />}
    </Stack>
  );
}

function Diff({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <pre className={classes.diff} tabIndex={0}>
      {text.split("\n").map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff have no other identity
        <span key={index} data-sign={line.charAt(0)}>
          {`${line}\n`}
        </span>
      ))}
    </pre>
  );
}
