package io.penstock.workflows.control;

import io.penstock.workflows.deployment.Fact;
import io.penstock.workflows.deployment.Plan.PlannedStage;
import io.penstock.workflows.deployment.Reason;
import io.penstock.workflows.deployment.RecordActivities.Verdict;
import io.penstock.workflows.deployment.Run;
import io.penstock.workflows.deployment.StageOutcome;
import io.penstock.workflows.stage.ControlStage;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// WAIT and WAIT_APPROVAL; the others of their kind are refused when the plan is made.
public final class ControlStages {
    private final Run run;

    public ControlStages(Run run) {
        this.run = run;
    }

    /// Why a stage cannot run in this version, null when it can.
    public static @Nullable String refusal(ControlStage stage) {
        return switch (stage) {
            case ControlStage.Wait _, ControlStage.WaitApproval _ -> null;
            case ControlStage.Analysis _ -> "ANALYSIS is not built yet";
            case ControlStage.ScriptRun _ -> "SCRIPT_RUN is not built yet";
            case ControlStage.ScriptRunRollback _ -> "SCRIPT_RUN_ROLLBACK is not built yet";
            case ControlStage.CustomSync _ -> "CUSTOM_SYNC is not built yet";
        };
    }

    public StageOutcome run(PlannedStage planned, ControlStage stage) {
        return switch (stage) {
            case ControlStage.Wait wait -> waits(planned, wait);
            case ControlStage.WaitApproval approval -> waitsForApproval(planned, approval);
            case ControlStage.Analysis _,
                    ControlStage.ScriptRun _,
                    ControlStage.ScriptRunRollback _,
                    ControlStage.CustomSync _ -> new StageOutcome.Failed(String.valueOf(refusal(stage)));
        };
    }

    private StageOutcome waits(PlannedStage planned, ControlStage.Wait wait) {
        var duration = wait.duration();
        var limit = run.limit(planned, duration);
        var until = now().plus(duration);
        run.await(
                planned, new Reason("waiting " + text(duration), "goes on by itself at " + until), limit, () -> false);
        return limit.compareTo(duration) < 0
                ? new StageOutcome.Failed("timed out before the " + text(duration) + " were over")
                : new StageOutcome.Succeeded();
    }

    private StageOutcome waitsForApproval(PlannedStage planned, ControlStage.WaitApproval approval) {
        var limit = run.limit(planned, approval.timeout());
        run.ask(planned);
        try {
            return decided(planned, approval, limit);
        } finally {
            run.asked();
        }
    }

    private StageOutcome decided(PlannedStage planned, ControlStage.WaitApproval approval, Duration limit) {
        var wanted = approval.minApproverNum();
        var until = now().plus(limit);
        var given = 0;
        while (given < wanted) {
            var verdict = run.decision(planned, reason(approval, given), until);
            if (verdict == null) {
                return new StageOutcome.Failed(
                        "not approved within " + text(limit) + " (" + given + " of " + wanted + " approvals)");
            }
            var approved = approved(verdict);
            run.note(
                    new Fact.Decided(now(), planned.index(), String.valueOf(verdict.by()), approved, verdict.reason()));
            if (!approved) {
                return new StageOutcome.Failed("rejected by " + verdict.by()
                        + (verdict.reason() == null || verdict.reason().isBlank() ? "" : ": " + verdict.reason()));
            }
            given = verdict.approvals();
        }
        return new StageOutcome.Succeeded();
    }

    private static boolean approved(Verdict verdict) {
        return switch (verdict.kind()) {
            case APPROVE -> true;
            case REJECT -> false;
            case CANCEL_WITH_ROLLBACK, CANCEL_WITHOUT_ROLLBACK ->
                throw new IllegalStateException("kind: " + verdict.kind() + " (expected: a decision)");
            case null -> throw new IllegalStateException("kind: null (expected: a decision)");
        };
    }

    private static Reason reason(ControlStage.WaitApproval approval, int given) {
        var who = approval.approvers().isEmpty()
                ? "anyone who may deploy this application"
                : String.join(", ", approval.approvers());
        var missing = approval.minApproverNum() - given;
        return new Reason(
                missing == 1 ? "waiting for an approval" : "waiting for " + missing + " approvals",
                "approved or rejected by " + who);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    private static String text(Duration duration) {
        var text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(unit);
        }
    }
}
