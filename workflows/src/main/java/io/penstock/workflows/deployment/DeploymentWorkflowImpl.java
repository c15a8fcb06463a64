package io.penstock.workflows.deployment;

import io.penstock.workflows.Failures;
import io.penstock.workflows.deployment.Plan.PlannedStage;
import io.penstock.workflows.deployment.RecordActivities.CommandKind;
import io.penstock.workflows.deployment.RecordActivities.PlanRequest;
import io.penstock.workflows.deployment.RecordActivities.Verdict;
import io.penstock.workflows.kubernetes.KubernetesActivities.RenderRequest;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import io.penstock.workflows.kubernetes.KubernetesStages;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/// Renders, plans, runs the stages, and goes back when one fails.
public final class DeploymentWorkflowImpl implements DeploymentWorkflow {
    private static final String OPENING_WITH_PLAN = "opening-stage-recorded-with-plan";

    private final DeploymentInput input;
    private final RecordActivities record = Workflow.newLocalActivityStub(RecordActivities.class, Options.record());
    private final Journal journal;
    private final Progress progress;
    private final Waiting waiting;
    private final Inbox inbox;
    private @Nullable CancellationScope work;
    private @Nullable Run run;
    private @Nullable Cancel cancel;
    private boolean opened;
    private boolean configurationChanged;

    @WorkflowInit
    public DeploymentWorkflowImpl(DeploymentInput input) {
        this.input = input;
        journal = new Journal(input.deployment(), record);
        progress = new Progress(input);
        waiting = new Waiting(journal, progress);
        inbox = new Inbox(input, record);
    }

    @Override
    public DeploymentOutcome deploy(DeploymentInput unused) {
        journal.add(new Fact.Started(Journal.now(), Workflow.getInfo().getWorkflowId(), Journal.runId()));
        inbox.open(this::counted);
        var end = new Ended[1];
        var scope = Workflow.newCancellationScope(() -> end[0] = work());
        work = scope;
        if (cancel != null) {
            scope.cancel();
        }
        scope.run();
        return finish(end[0]);
    }

    @Override
    public void command(CommandReference reference) {
        inbox.put(reference.command());
    }

    @Override
    public void validateCommand(CommandReference reference) {
        if (!reference.deployment().equals(input.deployment())) {
            throw new IllegalArgumentException("deployment: " + reference.deployment() + " (expected: "
                    + input.deployment() + ", which is the one that runs now)");
        }
    }

    @Override
    public void approve(String token) {
        inbox.put(token);
    }

    @Override
    public void configurationChanged() {
        configurationChanged = true;
    }

    private void counted(@Nullable Integer stage, Verdict verdict) {
        switch (verdict.kind()) {
            case APPROVE, REJECT -> {
                if (run != null && stage != null) {
                    run.decided(stage, verdict);
                }
            }
            case CANCEL_WITH_ROLLBACK, CANCEL_WITHOUT_ROLLBACK -> {
                if (cancel == null) {
                    cancel = new Cancel(
                            "cancelled by " + verdict.by(), verdict.kind() == CommandKind.CANCEL_WITH_ROLLBACK);
                    if (work != null) {
                        work.cancel();
                    }
                }
            }
            case null -> throw new IllegalStateException("kind: null (expected: what the command asks for)");
        }
    }

    /// Everything up to the last stage; how it ended says whether there is something to undo.
    private Ended work() {
        try {
            var rendered = render();
            var plan = plan(rendered);
            if (plan.refusal() != null) {
                return new Ended(DeploymentStatus.FAILED, plan.refusal(), false);
            }
            run = new Run(
                    input,
                    new Run.Prepared(plan, rendered.bundle(), Journal.now().plus(plan.timeout())),
                    new Run.Parts(journal, waiting, inbox));
            return stages(plan, new StageRunner(run));
        } catch (CanceledFailure e) {
            return cancelled();
        } catch (ActivityFailure e) {
            return e.getCause() instanceof CanceledFailure
                    ? cancelled()
                    : new Ended(DeploymentStatus.FAILED, Failures.sentence(e), false);
        }
    }

    private Rendered render() {
        var pause = Options.PARKED;
        while (true) {
            configurationChanged = false;
            try {
                return KubernetesStages.renderer(input)
                        .render(new RenderRequest(
                                input.deployment(),
                                input.application(),
                                input.name(),
                                input.repository(),
                                input.path(),
                                input.configFile(),
                                input.commit(),
                                input.runningBundle(),
                                input.stored()));
            } catch (ActivityFailure e) {
                if (!(e.getCause() instanceof ApplicationFailure failure)
                        || !Failures.PARKED.equals(failure.getType())) {
                    throw e;
                }
                waiting.until(
                        null,
                        new Reason(
                                failure.getOriginalMessage(),
                                "a changed configuration of the piped or the application"),
                        pause,
                        () -> configurationChanged);
                pause = Options.parkedLonger(pause);
            }
        }
    }

    private Plan plan(Rendered rendered) {
        if (journal.started()) {
            journal.flush();
        }
        var first = journal.next();
        var before = journal.take();
        var withOpening = Workflow.getVersion(OPENING_WITH_PLAN, Workflow.DEFAULT_VERSION, 1) >= 1;
        var request = new PlanRequest(input, Journal.runId(), first, before, Journal.now(), rendered, withOpening);
        var plan = new Plan[1];
        // Not cancelled half way, because the facts that came before travel with it.
        Workflow.newDetachedCancellationScope(() -> plan[0] = record.plan(request))
                .run();
        opened = withOpening && plan[0].opening() != null;
        journal.recorded(opened ? 2 : 1);
        journal.release();
        if (opened && CancellationScope.current().isCancelRequested()) {
            journal.add(cancelled(0));
        }
        CancellationScope.throwCanceled();
        progress.planned(plan[0], rendered.commit());
        return plan[0];
    }

    private Ended stages(Plan plan, StageRunner runner) {
        for (var planned : plan.stages()) {
            if (planned.skipped()) {
                journal.add(new Fact.StageEnded(
                        Journal.now(), planned.index(), StageStatus.SKIPPED, "left out by its skipOn"));
                continue;
            }
            var outcome = stage(planned, plan.stages().size(), runner);
            switch (outcome) {
                case StageOutcome.Succeeded _ -> {}
                case StageOutcome.Failed failed -> {
                    return new Ended(
                            DeploymentStatus.FAILED, planned.name() + " failed: " + failed.reason(), plan.rollback());
                }
                case StageOutcome.Overtaken overtaken -> {
                    return new Ended(DeploymentStatus.FAILED, overtaken.reason(), false);
                }
            }
        }
        var count = plan.stages().size();
        var reason = count == 1 ? plan.stages().getFirst().name() + " succeeded" : "all " + count + " stages succeeded";
        return new Ended(DeploymentStatus.SUCCEEDED, reason, false);
    }

    private StageOutcome stage(PlannedStage planned, int count, StageRunner runner) {
        if (!opened || planned.index() != 0) {
            journal.add(new Fact.StageStarted(Journal.now(), planned.index(), planned.name(), false));
        }
        progress.stage(planned.index(), count, planned.name());
        try {
            var outcome = runner.run(planned);
            end(planned.index(), outcome);
            return outcome;
        } catch (CanceledFailure | ActivityFailure e) {
            journal.add(cancelled(planned.index()));
            throw e;
        }
    }

    private Fact cancelled(int stage) {
        return new Fact.StageEnded(
                Journal.now(), stage, StageStatus.CANCELLED, cancelled().reason());
    }

    private void end(int index, StageOutcome outcome) {
        var fact = switch (outcome) {
            case StageOutcome.Succeeded _ -> new Fact.StageEnded(Journal.now(), index, StageStatus.SUCCEEDED, null);
            case StageOutcome.Failed it -> new Fact.StageEnded(Journal.now(), index, StageStatus.FAILED, it.reason());
            case StageOutcome.Overtaken it ->
                new Fact.StageEnded(Journal.now(), index, StageStatus.FAILED, it.reason());
        };
        journal.add(fact);
    }

    private Ended cancelled() {
        var why = cancel == null
                ? new Cancel("cancelled in Temporal", run != null && run.plan().rollback())
                : cancel;
        return new Ended(DeploymentStatus.CANCELLED, why.reason(), why.rollback() && run != null);
    }

    /// Undoes what is to be undone and records how the deployment ended; never cancelled with it.
    private DeploymentOutcome finish(Ended ended) {
        var outcome = new DeploymentOutcome[1];
        Workflow.newDetachedCancellationScope(() -> {
                    var last = ended.undo() ? undo(ended) : ended;
                    journal.add(new Fact.Finished(Journal.now(), last.status(), last.reason()));
                    progress.finished(last.status(), last.reason());
                    journal.close();
                    Workflow.await(Workflow::isEveryHandlerFinished);
                    outcome[0] = new DeploymentOutcome(last.status(), last.reason());
                })
                .run();
        return outcome[0];
    }

    private Ended undo(Ended ended) {
        var running = input.running();
        if (running == null) {
            return new Ended(ended.status(), ended.reason() + "; nothing ran before that could be brought back", false);
        }
        var index = run == null ? 0 : run.plan().stages().size();
        journal.add(new Fact.RollingBack(Journal.now(), ended.reason()));
        journal.add(new Fact.StageStarted(Journal.now(), index, "ROLLBACK", true));
        progress.rollingBack(ended.reason());
        var outcome = KubernetesStages.rollBack(input, running.bundle(), index);
        end(index, outcome);
        return switch (outcome) {
            case StageOutcome.Succeeded _ ->
                new Ended(
                        ended.status(),
                        ended.reason() + "; rolled back to " + running.commit().brief(),
                        false);
            case StageOutcome.Failed failed ->
                new Ended(
                        DeploymentStatus.ROLLBACK_FAILED,
                        ended.reason() + "; the rollback to " + running.commit().brief() + " failed: "
                                + failed.reason(),
                        false);
            case StageOutcome.Overtaken overtaken ->
                new Ended(ended.status(), ended.reason() + "; not rolled back: " + overtaken.reason(), false);
        };
    }

    /// How the work ended, and whether what was done is to be undone.
    private record Ended(DeploymentStatus status, String reason, boolean undo) {}

    private record Cancel(String reason, boolean rollback) {}
}
