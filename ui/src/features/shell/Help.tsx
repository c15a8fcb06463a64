import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";

const KEYS: [string[], string][] = [
  [["/"], "Find on this page"],
  [["j", "k"], "Next and previous row"],
  [["Enter"], "Open the row"],
  [["a"], "Approve what this page or row waits for"],
  [["r"], "Reject it"],
  [["Ctrl", "K"], "Search, go to, run a command"],
  [["Esc"], "Close a dialog"],
  [["?"], "This help"],
];

export function Help({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="xs">
        {KEYS.map(([keys, meaning]) => (
          <Group key={meaning} justify="space-between" wrap="nowrap">
            <Text size="sm">{meaning}</Text>
            <Group gap={4} wrap="nowrap">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
