package io.penstock.controlplane.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.penstock.controlplane.Ids;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.Json;
import io.penstock.workflows.chain.ChainPlan;
import io.penstock.workflows.chain.ChainPlan.Candidate;
import io.penstock.workflows.chain.ChainStatus;
import io.penstock.workflows.config.Chain;
import io.penstock.workflows.config.ChainMatcher;
import io.penstock.workflows.config.Platform;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ChainId;
import io.penstock.workflows.id.CommitId;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes the chain that a deployment's configuration asks for: its nodes, or why it does not begin.
public final class ChainLayout {
    private ChainLayout() {}

    /// Idempotent by the deployment: its chain is laid out once.
    public static void write(Handle handle, DeploymentInput input, CommitId commit, Chain chain) {
        var id = new ChainId(Ids.named("chain", input.deployment()).toString());
        var targets = targets(handle, input);
        var resolved = ChainPlan.resolve(
                input.application(),
                chain.applications(),
                targets.stream().map(Target::candidate).toList());
        var refusal = resolved.refusal() == null ? unwilling(resolved.blocks(), targets) : resolved.refusal();
        var refused = refusal != null;
        var written = handle.createUpdate("""
                INSERT INTO chain (id, project, application, deployment, repository, commit, status, status_reason,
                    finished_at)
                VALUES (CAST(:id AS uuid), :project, CAST(:application AS uuid), CAST(:deployment AS uuid), :repository,
                    :commit, :status, :reason, CASE WHEN :refused THEN clock_timestamp() END)
                ON CONFLICT DO NOTHING
                """)
                .bind("id", id.value())
                .bind("project", input.project())
                .bind("application", input.application().value())
                .bind("deployment", input.deployment().value())
                .bind("repository", input.repository().value())
                .bind("commit", commit.value())
                .bind("status", (refused ? ChainStatus.REFUSED : ChainStatus.RUNNING).name())
                .bind("reason", refusal)
                .bind("refused", refused)
                .execute();
        if (written == 0) {
            return;
        }
        nodes(handle, id, input, resolved.blocks());
        handle.createUpdate("""
                UPDATE deployment SET chain = CAST(:chain AS uuid), chain_block = 0
                WHERE id = CAST(:deployment AS uuid) AND chain IS NULL
                """)
                .bind("chain", id.value())
                .bind("deployment", input.deployment().value())
                .execute();
        if (!refused) {
            Outbox.chain(handle, id);
        }
    }

    private static void nodes(Handle handle, ChainId chain, DeploymentInput input, List<List<ApplicationId>> blocks) {
        var nodes = new ArrayList<Node>();
        nodes.add(new Node(0, input.application().value(), input.deployment().value()));
        for (var block = 0; block < blocks.size(); block++) {
            for (var application : blocks.get(block)) {
                nodes.add(new Node(block + 1, application.value(), null));
            }
        }
        handle.createUpdate("""
                INSERT INTO chain_node (chain, block, application, deployment)
                SELECT CAST(:chain AS uuid), block, application, deployment
                FROM jsonb_to_recordset(CAST(:nodes AS jsonb)) AS node(block int, application uuid, deployment uuid)
                """)
                .bind("chain", chain.value())
                .bind("nodes", Json.write(nodes))
                .execute();
    }

    /// A chain may only reach applications that say so.
    private static @Nullable String unwilling(List<List<ApplicationId>> blocks, List<Target> targets) {
        for (var block : blocks) {
            for (var target : targets) {
                if (!target.willing() && block.contains(target.candidate().id())) {
                    return target.candidate().name() + " on " + target.cluster()
                            + ": trigger.onChain.disabled: true (expected: false, so that chains may deploy it)";
                }
            }
        }
        return null;
    }

    private static List<Target> targets(Handle handle, DeploymentInput input) {
        return handle.createQuery("""
                SELECT id, name, cluster, platform, labels, config -> 'chain' -> 'applications' AS chain,
                    COALESCE(config #>> '{trigger,onChain,disabled}', 'true') = 'false' AS willing
                FROM application
                WHERE project = :project AND deleted_at IS NULL AND NOT disabled
                ORDER BY name, cluster, id
                """)
                .bind("project", input.project())
                .map((row, _) -> Target.read(row))
                .list();
    }

    private record Node(
            int block, String application, @Nullable String deployment) {}

    private record Target(Candidate candidate, String cluster, boolean willing) {
        private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {};
        private static final TypeReference<List<ChainMatcher>> MATCHERS = new TypeReference<>() {};

        static Target read(ResultSet row) throws SQLException {
            var chain = row.getString("chain");
            try {
                var candidate = new Candidate(
                        new ApplicationId(row.getString("id")),
                        row.getString("name"),
                        Platform.valueOf(row.getString("platform")),
                        Json.wire().readValue(row.getString("labels"), LABELS),
                        chain == null ? List.of() : Json.wire().readValue(chain, MATCHERS));
                return new Target(candidate, row.getString("cluster"), row.getBoolean("willing"));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
