import { Anchor, Skeleton, Stack, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { factsQuery } from "../../api/queries";
import type { Deployment } from "../../api/types";
import { Copy } from "../../components/CommandLine";
import { Failure } from "../../components/Failure";
import headerClasses from "./Header.module.css";
import classes from "./WorkflowTab.module.css";

/** The workflow behind a deployment: its ids, the way into Temporal's UI, the recorded facts as they are. */
export function WorkflowTab({ deployment }: { deployment: Deployment }) {
  const workflow = deployment.workflow;
  const facts = useQuery(factsQuery(deployment.id));
  const json = facts.data === undefined ? "" : JSON.stringify(facts.data, null, 2);
  return (
    <Stack gap="md">
      <dl className={headerClasses.facts}>
        <Id name="Deployment" value={deployment.id} />
        <Id name="Workflow" value={workflow?.workflowId} />
        <Id name="Run" value={workflow?.runId} />
        <Id name="Plan digest" value={deployment.planDigest} />
      </dl>
      {workflow?.url && (
        <Anchor href={workflow.url} target="_blank" rel="noreferrer">
          Open in the Temporal UI <IconExternalLink size={14} aria-label="in a new tab" />
        </Anchor>
      )}
      <div>
        <Title order={2} mb="xs">
          Facts as recorded {json && <Copy text={json} label="Copy the facts" />}
        </Title>
        {facts.error ? <Failure error={facts.error} retry={() => void facts.refetch()} /> : null}
        {facts.isPending && <Skeleton height={160} />}
        {json && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
          <section aria-label="Facts as JSON" tabIndex={0} className={classes.json}>
            <pre>{json}</pre>
          </section>
        )}
      </div>
    </Stack>
  );
}

function Id({ name, value }: { name: string; value: string | null | undefined }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {value ? (
          <>
            <code>{value}</code> <Copy text={value} label={`Copy: ${name.toLowerCase()}`} />
          </>
        ) : (
          <span className="dimmed">not yet</span>
        )}
      </dd>
    </>
  );
}
