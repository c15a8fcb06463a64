import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBolt,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconRoute,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { Application } from "../../api/types";
import type { Question } from "../../components/Confirm";

interface Props {
  application: Application;
  ask: (question: Question) => void;
  sync: (strategy: "quick" | "pipeline") => void;
  rollBack: () => void;
}

export function ApplicationMenu({ application, ask, sync, rollBack }: Props) {
  const navigate = useNavigate();
  const name = `${application.name} on ${application.cluster}`;
  const disabled = application.state === "DISABLED";
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="More for this application">
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconBolt size={16} aria-hidden />}
          disabled={application.state !== "ACTIVE"}
          onClick={() => sync("quick")}
        >
          Sync quickly, without the pipeline
        </Menu.Item>
        <Menu.Item
          leftSection={<IconRoute size={16} aria-hidden />}
          disabled={application.state !== "ACTIVE"}
          onClick={() => sync("pipeline")}
        >
          Sync by the pipeline
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowBackUp size={16} aria-hidden />} disabled={disabled} onClick={rollBack}>
          Roll back to…
        </Menu.Item>
        <Menu.Divider />
        {disabled ? (
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => ask(enableQuestion(application, name))}
          >
            Enable
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => ask(disableQuestion(application, name))}
          >
            Disable
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => ask(deleteQuestion(application, name, () => void navigate({ to: "/applications" })))}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function enableQuestion(application: Application, name: string): Question {
  return {
    title: `Enable ${name}`,
    effect: "Pushes are deployed again from now on.",
    button: "Enable",
    command: () => ({ kind: "enable", application: application.id }),
  };
}

function disableQuestion(application: Application, name: string): Question {
  return {
    title: `Disable ${name}`,
    effect: "Pushes are no longer deployed. What runs stays as it is, and so does a deployment that has begun.",
    button: "Disable",
    danger: true,
    command: () => ({ kind: "disable", application: application.id }),
  };
}

function deleteQuestion(application: Application, name: string, after: () => void): Question {
  return {
    title: `Delete ${name}`,
    effect: `Pushes are no longer deployed, and what was ordered and has not begun is withdrawn. Its objects on ${application.cluster} stay as they are, and its past deployments stay listed under Deployments. Registering it again at the same place brings it back with its history.`,
    button: "Delete",
    danger: true,
    typed: application.name,
    command: () => ({ kind: "delete", application: application.id }),
    after,
  };
}
