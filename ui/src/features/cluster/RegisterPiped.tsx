import { Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { CommandLine } from "../../components/CommandLine";

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The command that registers a piped. The page makes no key: keys are made on the operator's machine. */
export function RegisterPiped({
  opened,
  close,
  cluster = "",
}: {
  opened: boolean;
  close: () => void;
  cluster?: string;
}) {
  const [name, setName] = useState(cluster);
  const wrong = name !== "" && (!NAME.test(name) || name === "control-plane");
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Register a piped"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <TextInput
          label="Cluster"
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value.trim())}
          error={wrong ? `${name} (expected: at most 63 of a-z, 0-9 and -, not "control-plane")` : undefined}
        />
        <Text size="sm">
          Run this where the command line is signed in. It makes the keys there, prints them once, and prints a ready
          configuration file for the piped; this page never sees them.
        </Text>
        <CommandLine text={`penstock piped register --cluster ${name && !wrong ? name : "NAME"}`} />
        <Text size="sm" c="dimmed">
          A second piped of the same cluster shares its queue: run the same command again, or start another replica with
          the same file.
        </Text>
      </Stack>
    </Modal>
  );
}
