import { Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { historyQuery } from "../../api/queries";
import type { Application, Deployment } from "../../api/types";
import { Age } from "../../components/Age";
import type { Question } from "../../components/Confirm";
import { Failure } from "../../components/Failure";
import { shortHash, subject } from "../deployment/facts";
import { canGoBackTo } from "../deployment/goBack";
import { rollbackQuestion } from "../deployment/questions";
import classes from "./RollbackChoice.module.css";

interface Props {
  application: Application;
  ask: (question: Question) => void;
  close: () => void;
}

/** The earlier deployments to which an application can go back; choosing one asks before anything is done. */
export function RollbackChoice({ application, ask, close }: Props) {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(historyQuery(application.id));
  const earlier = (data?.items ?? []).filter((each) => canGoBackTo(each, data?.items ?? []));
  return (
    <Modal
      opened
      onClose={close}
      title={`Roll back ${application.name} on ${application.cluster} to…`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="xs">
        {error ? <Failure error={error} retry={() => void refetch()} /> : null}
        {!data && !error && <Skeleton height={120} role="status" aria-label="Loading" />}
        {data && earlier.length === 0 && <Text size="sm">{nothing(data.items)}</Text>}
        {earlier.length > 0 && (
          <ul className={classes.list} aria-label="Earlier deployments">
            {earlier.map((each) => (
              <li key={each.id}>
                <button
                  type="button"
                  className={classes.one}
                  onClick={() => {
                    close();
                    ask(rollbackQuestion(each, (id) => void navigate({ to: "/deployments/$id", params: { id } })));
                  }}
                >
                  <span>
                    <code>{shortHash(each.commit?.hash)}</code> {subject(each.commit?.message)}
                    {each.summary && <span className="dimmed"> · {each.summary}</span>}
                  </span>
                  <span className="dimmed">
                    <Age time={each.finishedAt ?? each.createdAt} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {data?.next && (
          <Text size="sm" c="dimmed">
            To one that is older: from the menu of its own page.
          </Text>
        )}
      </Stack>
    </Modal>
  );
}

function nothing(history: Deployment[]): string {
  return history.some((each) => each.status === "SUCCEEDED")
    ? "There is nothing else to go back to: what runs now is all that succeeded so far."
    : "No earlier deployment succeeded.";
}
