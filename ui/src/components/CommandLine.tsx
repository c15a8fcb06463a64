import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./CommandLine.module.css";

/** Copies a text; says so for two seconds. */
export function Copy({ text, label }: { text: string; label: string }) {
  return (
    <CopyButton value={text} timeout={2_000}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          className={classes.copy}
          onClick={copy}
          aria-label={copied ? "Copied" : label}
          title={copied ? "Copied" : label}
        >
          {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

/** A command to run in a shell, ready to copy. */
export function CommandLine({ text }: { text: string }) {
  return (
    <div className={classes.line}>
      <code>{text}</code>
      <Copy text={text} label="Copy the command" />
    </div>
  );
}
