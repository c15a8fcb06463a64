package io.penstock.workflows.deployment;

import io.penstock.workflows.deployment.RecordActivities.Verdict;
import io.penstock.workflows.deployment.RecordActivities.Verification;
import io.penstock.workflows.id.CommandId;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Commands that arrived and are not verified yet. Messages only name rows; a coroutine asks the database what
/// each row says and hands on what counts.
final class Inbox {
    private final DeploymentInput input;
    private final RecordActivities record;
    private final Deque<Message> messages = new ArrayDeque<>();
    private @Nullable Integer stage;
    private @Nullable String planDigest;

    Inbox(DeploymentInput input, RecordActivities record) {
        this.input = input;
        this.record = record;
    }

    void put(CommandId command) {
        messages.add(new Message(command, null));
    }

    void put(String token) {
        messages.add(new Message(null, token));
    }

    /// Says which stage waits for a person, and for which plan; null when none does.
    void listen(@Nullable Integer waitingStage, @Nullable String digest) {
        stage = waitingStage;
        planDigest = digest;
    }

    /// Starts to verify what arrives; a verdict that counts goes to `counted`.
    void open(Counted counted) {
        Workflow.newDetachedCancellationScope(() -> Async.procedure(() -> verify(counted)))
                .run();
    }

    private void verify(Counted counted) {
        while (true) {
            Workflow.await(() -> !messages.isEmpty());
            var message = messages.remove();
            var asked = stage;
            var verdict = record.verify(
                    new Verification(input.deployment(), asked, planDigest, message.command(), message.token()));
            if (verdict.refusal() == null) {
                counted.accept(asked, verdict);
            }
        }
    }

    /// Takes a verdict that counts.
    interface Counted {
        /// @param stage the stage that people were asked for when the row was verified, null when none was
        void accept(@Nullable Integer stage, Verdict verdict);
    }

    private record Message(
            @Nullable CommandId command, @Nullable String token) {}
}
