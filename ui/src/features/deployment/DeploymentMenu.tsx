import { ActionIcon, Menu } from "@mantine/core";
import { IconBan, IconCopy, IconDots } from "@tabler/icons-react";
import type { Deployment } from "../../api/types";
import type { Question } from "../../components/Confirm";
import { useMayWrite } from "../session/rights";
import { isOpen } from "./facts";
import { cancelQuestion } from "./questions";

/** What can be done with a deployment beside what it waits for. */
export function DeploymentMenu({ deployment, ask }: { deployment: Deployment; ask: (question: Question) => void }) {
  const mayWrite = useMayWrite();
  const open = isOpen(deployment) && mayWrite;
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
