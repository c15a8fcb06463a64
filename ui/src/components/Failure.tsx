import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { explain, Problem } from "../api/problem";
import { Faults } from "./Faults";

/** An error: what happened, what it means, what to do, and its id. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const said = explain(error);
  const faults = error instanceof Problem ? error.faults : [];
  const lasting = error instanceof Problem && (error.status === 403 || error.status === 404);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={said.happened}
      className="alert"
    >
      <Text size="sm">{said.means}</Text>
      <Text size="sm">{said.act}</Text>
      {faults.length > 0 && <Faults faults={faults} />}
      <Group mt="xs" gap="md">
        {retry && !lasting && (
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        )}
        {said.id && (
          <Text size="xs" c="dimmed">
            Id <code>{said.id}</code>
          </Text>
        )}
      </Group>
    </Alert>
  );
}
