import { Button, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { CommandLine } from "./CommandLine";

/** What an empty page says: why it is empty, and the next command to run. */
export function Empty({ title, children, command }: { title: string; children?: ReactNode; command?: string }) {
  return (
    <Stack gap="xs" py="xl" align="flex-start" maw="38rem">
      <Text fw={600}>{title}</Text>
      {children && (
        <Text size="sm" c="dimmed" component="div">
          {children}
        </Text>
      )}
      {command && <CommandLine text={command} />}
    </Stack>
  );
}

/** What a list says whose filters let nothing through. */
export function NoneFits({ what, clear }: { what: string; clear: () => void }) {
  return (
    <Stack gap="xs" py="xl" align="flex-start">
      <Text fw={600}>No {what} fits these filters</Text>
      <Button variant="default" size="xs" onClick={clear}>
        Clear the filters
      </Button>
    </Stack>
  );
}
