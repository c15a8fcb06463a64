package io.penstock.controlplane.deployment;

import io.penstock.controlplane.deployment.DeploymentDao.UnsentRow;
import io.penstock.controlplane.deployment.DeploymentView.ApprovalView;
import io.penstock.controlplane.deployment.DeploymentView.DecisionRow;
import io.penstock.controlplane.deployment.DeploymentView.StageView;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import io.penstock.workflows.Json;
import io.penstock.workflows.deployment.DeploymentStatus;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything known about one deployment, and the view made of it: pure.
record Portrait(
        DeploymentRow row,
        List<StageRow> stages,
        List<DecisionRow> decisions,
        @Nullable UnsentRow unsent,
        Deployments.@Nullable Unserved unserved) {
    /// A wait as it stands in the database.
    ///
    /// @param stage the stage's index
    private record Wait(
            @Nullable String cause,
            @Nullable Instant since,
            @Nullable String unblock,
            @Nullable Integer stage) {}

    DeploymentView view(@Nullable String workflows) {
        return new DeploymentView(
                row.id(),
                row.number(),
                row.applicationName(),
                row.application(),
                row.project(),
                row.cluster(),
                row.commit() == null
                        ? null
                        : new DeploymentView.CommitView(
                                row.commit(), row.commitMessage(), row.commitAuthor(), row.commitTime()),
                new DeploymentView.TriggerView(row.triggerKind(), row.triggerBy(), row.triggerReason()),
                row.strategy(),
                row.strategyReason(),
                row.status(),
                row.statusReason(),
                row.summary(),
                row.changes(),
                row.planDigest(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                stages.stream().map(this::stage).toList(),
                waiting(),
                decisions.stream().flatMap(this::approval).toList(),
                notices(),
                row.chain() == null ? null : new DeploymentView.ChainPlaceView(row.chain(), row.chainBlock()),
                row.target(),
                workflow(workflows));
    }

    /// Everything that it waits for, by the workflow, the piped, the way to Temporal and the cluster.
    List<WaitingView> waiting() {
        var found = new ArrayList<WaitingView>();
        if (row.status().ended()) {
            return found;
        }
        if (row.status() == DeploymentStatus.PENDING) {
            pending(found);
            add(found, wait(row.progress()), null);
        }
        for (var wait : Json.read(row.waiting(), Wait[].class)) {
            add(found, wait, wait.stage() == null ? null : stageId(wait.stage()));
        }
        for (var stage : stages) {
            add(found, wait(stage.waiting()), stage.id());
            add(found, wait(stage.progress()), stage.id());
        }
        if (unserved != null) {
            found.add(new WaitingView(
                    "no piped of " + row.cluster() + " is connected",
                    unserved.since() == null || unserved.since().isBefore(row.createdAt())
                            ? row.createdAt()
                            : unserved.since(),
                    "a piped of " + row.cluster() + " connects",
                    null));
        }
        return found;
    }

    private void pending(List<WaitingView> found) {
        if (unsent != null) {
            var error = unsent.lastError() == null ? "" : ": " + unsent.lastError();
            found.add(new WaitingView(
                    "accepted, waiting for Temporal" + error, unsent.createdAt(), "Temporal answers again", null));
        } else if (row.busy() != null) {
            found.add(new WaitingView(
                    "an earlier deployment of " + row.applicationName() + " is in progress: " + row.busy(),
                    row.createdAt(),
                    "it ends or is cancelled",
                    null));
        } else if (row.disabled() && row.number() == null) {
            found.add(new WaitingView(
                    "application " + row.applicationName() + " is disabled",
                    row.createdAt(),
                    "it is enabled, or this deployment is cancelled",
                    null));
        }
    }

    private void add(List<WaitingView> found, @Nullable Wait wait, @Nullable String stage) {
        if (wait == null || wait.cause() == null) {
            return;
        }
        var since = wait.since() == null ? row.createdAt() : wait.since();
        var view = new WaitingView(wait.cause(), since, wait.unblock() == null ? "" : wait.unblock(), stage);
        var known = found.stream()
                .anyMatch(other -> other.cause().equals(view.cause()) && Objects.equals(other.stage(), view.stage()));
        if (!known) {
            found.add(view);
        }
    }

    private StageView stage(StageRow stage) {
        var found = new ArrayList<WaitingView>();
        if (!row.status().ended()) {
            add(found, wait(stage.waiting()), stage.id());
            add(found, wait(stage.progress()), stage.id());
        }
        return new StageView(
                stage.id(),
                stage.name(),
                stage.description(),
                stage.index(),
                stage.status(),
                stage.statusReason(),
                stage.startedAt(),
                stage.finishedAt(),
                stage.attempts(),
                stage.rollback(),
                found.isEmpty() ? null : found.getFirst());
    }

    private Stream<ApprovalView> approval(DecisionRow decision) {
        var stage = decision.stage() == null ? null : stageId(decision.stage());
        return stage == null ? Stream.empty() : Stream.of(approval(decision, stage));
    }

    private static ApprovalView approval(DecisionRow decision, String stage) {
        return new ApprovalView(
                decision.id(),
                stage,
                decision.principalName(),
                decision.kind().equals("REJECT") ? ApprovalView.Decision.REJECTED : ApprovalView.Decision.APPROVED,
                decision.reason(),
                decision.createdAt(),
                state(decision),
                decision.refusal());
    }

    private static ApprovalView.State state(DecisionRow decision) {
        if (decision.refusal() != null) {
            return ApprovalView.State.REFUSED;
        }
        return decision.usedAt() == null ? ApprovalView.State.ACCEPTED : ApprovalView.State.COUNTED;
    }

    private List<String> notices() {
        var notices = new ArrayList<String>();
        for (var decision : decisions) {
            var what = word(decision.kind()) + " by " + decision.principalName();
            if (decision.refusal() != null) {
                notices.add(what + " was refused: " + decision.refusal());
            } else if (decision.usedAt() == null && !row.status().ended()) {
                notices.add(what + " is accepted, and waits for the workflow to take it"
                        + (decision.unsentError() == null ? "." : ": " + decision.unsentError()));
            }
        }
        return notices;
    }

    private static String word(String kind) {
        return switch (kind) {
            case "APPROVE" -> "The approval";
            case "REJECT" -> "The rejection";
            case "CANCEL_WITH_ROLLBACK" -> "The cancel with rollback";
            case "CANCEL_WITHOUT_ROLLBACK" -> "The cancel without rollback";
            default -> kind;
        };
    }

    private DeploymentView.@Nullable WorkflowView workflow(@Nullable String workflows) {
        if (row.workflowId() == null) {
            return null;
        }
        var url = workflows == null || row.runId() == null
                ? null
                : workflows + URLEncoder.encode(row.workflowId(), StandardCharsets.UTF_8) + "/" + row.runId();
        return new DeploymentView.WorkflowView(row.workflowId(), row.runId(), url);
    }

    /// The address of workflows in Temporal's UI, to which workflow and run are added.
    static @Nullable String workflows(@Nullable URI temporalUi, String namespace) {
        if (temporalUi == null) {
            return null;
        }
        var base = temporalUi.toString();
        return (base.endsWith("/") ? base : base + "/") + "namespaces/" + namespace + "/workflows/";
    }

    private @Nullable String stageId(int index) {
        return stages.stream()
                .filter(stage -> stage.index() == index)
                .map(StageRow::id)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Wait wait(@Nullable String json) {
        return json == null ? null : Json.read(json, Wait.class);
    }
}
