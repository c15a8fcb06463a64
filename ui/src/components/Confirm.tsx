import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type Command, useCommand } from "../api/commands";
import type { Deployment } from "../api/types";
import { Failure } from "./Failure";

export interface Question {
  title: string;
  /** Given how to close the dialog when it holds a link. */
  effect: ReactNode | ((close: () => void) => ReactNode);
  button: string;
  danger?: boolean;
  /** Asks for a reason, which the command then carries. */
  reason?: string;
  /** A name to be typed, for what cannot be undone. */
  typed?: string;
  command: (reason: string) => Command;
  /** Run when it was accepted, with the deployment that it became or changed. */
  after?: (answer: Deployment | undefined) => void;
}

/** Asks before an act, names its object and effect, and keeps the error where the act was ordered. */
export function Confirm({ question, close }: { question: Question | null; close: () => void }) {
  return (
    <Modal
      opened={question !== null}
      onClose={close}
      title={question?.title ?? ""}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {question && <Body question={question} close={close} />}
    </Modal>
  );
}

function Body({ question, close }: { question: Question; close: () => void }) {
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const order = useCommand();
  const incomplete =
    (question.reason !== undefined && !reason.trim()) || (question.typed !== undefined && typed !== question.typed);
  const submit = () =>
    order.mutate(question.command(reason.trim()), {
      onSuccess: (answer) => {
        close();
        question.after?.(answer);
      },
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!incomplete) submit();
      }}
    >
      <Stack>
        <Text size="sm" component="div" className="breaks">
          {typeof question.effect === "function" ? question.effect(close) : question.effect}
        </Text>
        {question.reason !== undefined && (
          <Textarea
            label={question.reason}
            required
            data-autofocus
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {question.typed !== undefined && (
          <TextInput
            label={`Type ${question.typed} to go on`}
            data-autofocus
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {order.error && <Failure error={order.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Keep as it is
          </Button>
          <Button
            type="submit"
            color={question.danger ? "red.8" : undefined}
            loading={order.isPending}
            disabled={incomplete}
            data-autofocus={!question.reason && !question.typed ? true : undefined}
          >
            {question.button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
