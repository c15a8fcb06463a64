package io.penstock.controlplane.deployment;

import io.penstock.workflows.deployment.DeploymentStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A deployment as its page and every list need it, without its plan.
///
/// @param changes how many objects change, in a sentence; null until the piped uploaded them
/// @param busy another deployment of the application that is in progress, null when none is
/// @param disabled whether the application is, so that nothing more is begun
/// @param progress why its piped cannot render it, null when it can or has
record DeploymentRow(
        UUID id,
        UUID application,
        String applicationName,
        String project,
        String cluster,
        @Nullable Long number,
        String triggerKind,
        @Nullable String triggerBy,
        String triggerReason,
        @Nullable String commit,
        @Nullable String commitMessage,
        @Nullable String commitAuthor,
        @Nullable Instant commitTime,
        DeploymentStatus status,
        @Nullable String statusReason,
        @Nullable String strategy,
        @Nullable String strategyReason,
        @Nullable String summary,
        @Nullable String bundle,
        @Nullable String changes,
        @Nullable String planDigest,
        @Nullable UUID chain,
        @Nullable Integer chainBlock,
        @Nullable UUID target,
        @Nullable String workflowId,
        @Nullable String runId,
        String waiting,
        @Nullable UUID busy,
        boolean disabled,
        @Nullable String progress,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    static final String SELECT = """
            SELECT d.id, d.application, a.name AS application_name, a.project, d.cluster, d.number,
                   d.trigger_kind, d.trigger_by, d.trigger_reason, d.commit, d.commit_message, d.commit_author,
                   d.commit_time, d.status, d.status_reason, d.strategy, d.strategy_reason, d.summary, d.plan_digest,
                   d.bundle, (SELECT v.summary FROM bulk.view v WHERE v.cluster = d.cluster
                              AND v.id = 'changes-' || d.id || '-' || d.bundle) AS changes,
                   d.chain, d.chain_block, d.target, d.workflow_id, d.run_id, d.waiting,
                   NULLIF(a.running_deployment, d.id) AS busy, a.disabled, d.progress, d.created_at, d.started_at, d.finished_at
            FROM deployment d JOIN application a ON a.id = d.application
            """;
}
