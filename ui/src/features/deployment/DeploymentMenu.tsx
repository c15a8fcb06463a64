import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBackUp, IconBan, IconCopy, IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { applicationQuery, historyQuery } from "../../api/queries";
import type { Deployment } from "../../api/types";
import type { Question } from "../../components/Confirm";
import { useMayWrite } from "../session/rights";
import { isOpen } from "./facts";
import { canGoBackTo } from "./goBack";
import { cancelQuestion, rollbackQuestion } from "./questions";

/** What can be done with a deployment beside what it waits for. */
export function DeploymentMenu({ deployment, ask }: { deployment: Deployment; ask: (question: Question) => void }) {
  const mayWrite = useMayWrite();
  const open = isOpen(deployment) && mayWrite;
  const mayGoBack = useMayGoBack(deployment) && mayWrite;
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="More for this deployment">
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => void navigator.clipboard?.writeText(deployment.id)}
        >
          Copy the id
        </Menu.Item>
        {mayGoBack && (
          <Menu.Item
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() =>
              ask(rollbackQuestion(deployment, (id) => void navigate({ to: "/deployments/$id", params: { id } })))
            }
          >
            Roll back to this
          </Menu.Item>
        )}
        {open && (
          <>
            <Menu.Item
              leftSection={<IconBan size={16} aria-hidden />}
              onClick={() => ask(cancelQuestion(deployment, true))}
            >
              Cancel and roll back
            </Menu.Item>
            <Menu.Item
              leftSection={<IconBan size={16} aria-hidden />}
              onClick={() => ask(cancelQuestion(deployment, false))}
            >
              Cancel without rollback
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whether it succeeded, is not what runs now, and belongs to an application that takes orders. */
function useMayGoBack(deployment: Deployment): boolean {
  const id = deployment.applicationId ?? `${deployment.application}@${deployment.cluster}`;
  const enabled = deployment.status === "SUCCEEDED";
  const application = useQuery({ ...applicationQuery(id), enabled });
  const history = useQuery({ ...historyQuery(id), enabled });
  if (!enabled || !application.data || !history.data) return false;
  return application.data.state !== "DISABLED" && canGoBackTo(deployment, history.data.items);
}
