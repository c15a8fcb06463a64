import { Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { overviewQuery } from "../../api/queries";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Page, RowSkeletons } from "../../components/Page";
import { DeploymentRows } from "../deployment/DeploymentRows";
import { Matrix } from "./Matrix";
import { NeedsYouList } from "./NeedsYouList";

/** What needs you, where everything stands, what ran today. */
export function OverviewPage() {
  const { data, error, refetch } = useQuery(overviewQuery);
  return (
    <Page title="Overview" name="Overview">
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error && <RowSkeletons />}
      {data && (
        <>
          <Section title="Needs you">
            {data.needsYou.length > 0 ? (
              <NeedsYouList items={data.needsYou} />
            ) : (
              <p className="dimmed">Nothing waits for you, and nothing has failed since it was last put right.</p>
            )}
          </Section>
          <Section title="Applications and clusters">
            {data.matrix.applications.length > 0 ? (
              <Matrix matrix={data.matrix} />
            ) : (
              <Empty
                title="No application is registered"
                command="penstock application add --repository ID --path DIR --cluster NAME"
              >
                An application is a directory in Git with an <code>app.pipecd.yaml</code>. Those that a piped has
                already seen wait under Applications.
              </Empty>
            )}
          </Section>
          <Section title="Today">
            {data.today.length > 0 ? (
              <DeploymentRows deployments={data.today} />
            ) : (
              <p className="dimmed">Nothing ran today.</p>
            )}
          </Section>
        </>
      )}
    </Page>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}
