package io.penstock.controlplane;

import io.penstock.controlplane.deployment.Intent;
import io.penstock.controlplane.deployment.Intents;
import io.penstock.controlplane.deployment.RecordActivitiesImpl;
import io.penstock.controlplane.lane.LaneActivitiesImpl;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.deployment.DeploymentInput;
import io.penstock.workflows.deployment.DeploymentStatus;
import io.penstock.workflows.deployment.Fact;
import io.penstock.workflows.deployment.Plan;
import io.penstock.workflows.deployment.PlanFacts;
import io.penstock.workflows.deployment.PlanFacts.CommitMatch;
import io.penstock.workflows.deployment.RecordActivities.FactBatch;
import io.penstock.workflows.deployment.RecordActivities.PlanRequest;
import io.penstock.workflows.deployment.StageStatus;
import io.penstock.workflows.deployment.TriggerKind;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.BlobId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.DeploymentId;
import io.penstock.workflows.kubernetes.KubernetesActivities.Rendered;
import io.penstock.workflows.lane.LaneActivities.Claim;
import io.penstock.workflows.lane.LaneActivities.ClaimRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// A registry with a cluster, a repository and applications, and short ways through the life of a deployment.
public final class World implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    public static final CommitId COMMIT = new CommitId("4f".repeat(20));
    public final TestDatabase database = TestDatabase.make();
    public final Jdbi jdbi = database.jdbi();
    public final RecordActivitiesImpl record = new RecordActivitiesImpl(jdbi);
    public final LaneActivitiesImpl lane = new LaneActivitiesImpl(jdbi);

    public World() {
        for (var cluster : List.of("tokyo", "osaka")) {
            execute("INSERT INTO cluster (name) VALUES (?)", cluster);
            execute(
                    "INSERT INTO repository (cluster, id, remote, branch) VALUES (?, 'shop', 'git@host:shop', 'main')",
                    cluster);
        }
    }

    public ApplicationId application(String name, String cluster) {
        var id = new ApplicationId(Ids.fresh().toString());
        execute("""
                INSERT INTO application (id, name, cluster, repository, path, config_file)
                VALUES (CAST(? AS uuid), ?, ?, 'shop', ?, 'app.pipecd.yaml')
                """, id.value(), name, cluster, name);
        return id;
    }

    public void execute(String sql, @Nullable Object... arguments) {
        jdbi.useHandle(handle -> handle.execute(sql, arguments));
    }

    public <T> T one(Class<T> type, String sql, Object... arguments) {
        return jdbi.withHandle(
                handle -> handle.select(sql, arguments).mapTo(type).one());
    }

    public List<String> texts(String sql, Object... arguments) {
        return jdbi.withHandle(
                handle -> handle.select(sql, arguments).mapTo(String.class).list());
    }

    public DeploymentId intent(ApplicationId application, TriggerKind kind, boolean pinned) {
        var id = new DeploymentId(Ids.fresh().toString());
        var intent = new Intent(id, application, kind, null, "test", null, COMMIT, null, pinned, null, null, null);
        jdbi.useTransaction(handle -> Intents.create(handle, List.of(intent)));
        return id;
    }

    public Claim claim(ApplicationId application, String lane) {
        return this.lane.claim(new ClaimRequest(application, lane));
    }

    /// A deployment that is claimed, ready to be planned.
    public DeploymentInput claimed(ApplicationId application) {
        intent(application, TriggerKind.COMMIT, false);
        var next = claim(application, "lane-run").next();
        if (next == null) {
            throw new IllegalStateException("nothing was claimed");
        }
        return next;
    }

    public Plan plan(DeploymentInput input, String run, ApplicationConfig config) {
        return plan(input, run, config, false);
    }

    /// Planned under sequences 0 and 1, and where `opening` says so the first stage's start under 2.
    public Plan plan(DeploymentInput input, String run, ApplicationConfig config, boolean opening) {
        var started = new Fact.Started(START, "deploy/" + input.application(), run);
        return record.plan(
                new PlanRequest(input, run, 0, List.of(started), START.plusMillis(1), rendered(config), opening));
    }

    public void facts(DeploymentId deployment, String run, int first, Fact... facts) {
        record.facts(new FactBatch(deployment, run, first, List.of(facts)));
    }

    /// Planned under sequences 0 and 1, then one stage and the end, from 2 to 4.
    public void deploy(DeploymentInput input, String run, ApplicationConfig config) {
        plan(input, run, config);
        facts(input.deployment(), run, 2, lastFacts(DeploymentStatus.SUCCEEDED));
    }

    public static Fact[] lastFacts(DeploymentStatus status) {
        return new Fact[] {
            new Fact.StageStarted(START.plusSeconds(1), 0, "K8S_SYNC", false),
            new Fact.StageEnded(START.plusSeconds(2), 0, StageStatus.SUCCEEDED, null),
            new Fact.Finished(START.plusSeconds(3), status, "all 1 stages succeeded")
        };
    }

    public static CommitView head() {
        return new CommitView(COMMIT, "Ship it", "Ada <ada@example.com>", START);
    }

    public static Rendered rendered(ApplicationConfig config) {
        var facts = new PlanFacts(
                config,
                CommitMatch.NONE,
                true,
                null,
                null,
                null,
                "web: 1 → 2",
                List.of(),
                "penstock",
                List.of(),
                0,
                null);
        return new Rendered(head(), new BlobId("ab".repeat(32)), "digest", facts);
    }

    public static ApplicationConfig config() {
        return config(null, true);
    }

    /// @param next name of the application of the only block of its chain, null without a chain
    public static ApplicationConfig config(@Nullable String next, boolean openToChains) {
        var chain = next == null ? null : Map.of("applications", List.of(Map.of("name", next, "labels", Map.of())));
        var content = new ArrayList<Map.Entry<String, Object>>();
        content.add(Map.entry("file", "application"));
        content.add(Map.entry("kind", "KubernetesApp"));
        content.add(Map.entry("platform", "KUBERNETES"));
        content.add(Map.entry("name", "web"));
        content.add(Map.entry("labels", Map.of("team", "shop")));
        content.add(Map.entry("description", "the shop"));
        content.add(Map.entry("planner", Map.of("alwaysUsePipeline", false, "autoRollback", true)));
        content.add(Map.entry(
                "trigger",
                Map.of(
                        "onCommit", Map.of("disabled", false, "paths", List.of(), "ignores", List.of()),
                        "onChain", Map.of("disabled", !openToChains))));
        content.add(Map.entry("timeout", "PT24H"));
        content.add(Map.entry("pipeline", List.of()));
        content.add(Map.entry(
                "platformConfig",
                Map.of("type", "KUBERNETES", "quickSync", Map.of("name", "K8S_SYNC", "prune", false))));
        if (chain != null) {
            content.add(Map.entry("chain", chain));
        }
        var map = new TreeMap<String, Object>();
        content.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return Json.wire().convertValue(map, ApplicationConfig.class);
    }

    @Override
    public void close() {
        database.close();
    }
}
