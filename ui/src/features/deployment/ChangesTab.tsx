import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { Changes, ObjectChange } from "../../api/changes";
import { changesQuery } from "../../api/queries";
import type { Deployment } from "../../api/types";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Status } from "../../components/Status";
import classes from "./ChangesTab.module.css";
import { changesText } from "./changes";
import { isOpen, shortHash } from "./facts";
import { lineDiff, type Stretch, stretches } from "./lineDiff";

/** What differs from what ran before, object by object, as the piped rendered and redacted it. */
export function ChangesTab({ deployment }: { deployment: Deployment }) {
  const rendered = isOpen(deployment) || Boolean(deployment.strategy);
  const changes = useQuery({ ...changesQuery(deployment.id), enabled: rendered });
  if (!rendered) return <Empty title="Nothing was rendered">It ended before its plan was made.</Empty>;
  if (changes.isPending) return <Skeleton height={320} role="status" aria-label="Loading" />;
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
  return (
    <Stack>
      <p className={classes.base}>
        {changesText(changes)}
        <span className="dimmed">
          {" · "}
          {changes.base ? (
            <>
              compared with <Base base={changes.base} />
            </>
          ) : (
            "nothing is known to have run here before"
          )}
        </span>
      </p>
      {changes.notice && <p className={classes.base}>{changes.notice}</p>}
      {changes.items.map((item) => (
        <ObjectDiff key={`${item.apiVersion}/${item.kind}/${item.namespace}/${item.name}`} item={item} />
      ))}
    </Stack>
  );
}

function Base({ base }: { base: NonNullable<Changes["base"]> }) {
  const commit = shortHash(base.commit);
  if (!base.deployment) return commit;
  return (
    <Link to="/deployments/$id" params={{ id: base.deployment }}>
      {commit ? `the deployment of ${commit}` : "the one before"}
    </Link>
  );
}

function ObjectDiff({ item }: { item: ObjectChange }) {
  const cut = useMemo(() => stretches(lineDiff(item.before ?? "", item.after ?? "")), [item.before, item.after]);
  const name = `${item.kind} ${item.namespace ? `${item.namespace}/` : ""}${item.name}`;
  return (
    <section aria-label={name}>
      <h2 className={classes.object}>
        {name} <Status state={item.change} />
        <span className={classes.count}>{counts(cut)}</span>
      </h2>
      {cut.length === 0 && <p className={classes.base}>Its text is too long to be shown here.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section className={classes.diff} tabIndex={0} aria-label={`Diff of ${name}`}>
        <pre>
          {cut.map((stretch, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a diff have no other identity
            <Part key={at} stretch={stretch} />
          ))}
        </pre>
      </section>
    </section>
  );
}

function Part({ stretch }: { stretch: Stretch }) {
  const [open, setOpen] = useState(!stretch.folded);
  if (!open) {
    return (
      <button type="button" className={classes.fold} onClick={() => setOpen(true)}>
        Show {stretch.lines.length} lines that are alike
      </button>
    );
  }
  return stretch.lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff have no other identity
    <span key={index} className={classes.line} data-sign={line.sign}>
      {`${line.sign} ${line.text}\n`}
    </span>
  ));
}

function counts(cut: Stretch[]): string {
  const lines = cut.flatMap((stretch) => stretch.lines);
  const of = (sign: string) => lines.filter((line) => line.sign === sign).length;
  return `+${of("+")} −${of("-")}`;
}
