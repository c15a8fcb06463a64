package io.penstock.controlplane.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.controlplane.World;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.Fault;
import io.penstock.workflows.config.Severity;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.door.Door.ChangeSet;
import io.penstock.workflows.door.Door.Suggestion;
import io.penstock.workflows.door.Door.Touched;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import io.penstock.workflows.watch.GitActivities.Change;
import io.penstock.workflows.watch.WatchActivities.Parked;
import io.penstock.workflows.watch.WatchActivities.PositionRequest;
import io.penstock.workflows.watch.WatchActivities.RecordChange;
import io.penstock.workflows.watch.WatchActivities.Recorded;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchRecordTest {
    private static final ClusterName TOKYO = new ClusterName("tokyo");
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final CommitId C = new CommitId("c".repeat(40));

    private final World world = new World();
    private final WatchActivitiesImpl watch = new WatchActivitiesImpl(world.jdbi);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void deploysWhatIsNewAndWhatChangedAndNothingElse() {
        var web = world.application("web", "tokyo");
        var mail = world.application("mail", "tokyo");
        assertThat(record(null, A, touched(web), touched(mail))).isEqualTo(new Recorded(A, 2));
        assertThat(record(A, B, touched(web, "web/deployment.yaml"), touched(mail, "README.md")))
                .isEqualTo(new Recorded(B, 1));
        assertThat(world.texts(
                        "SELECT trigger_kind || ' ' || trigger_reason FROM deployment WHERE commit = ?", B.value()))
                .containsExactly("COMMIT web/deployment.yaml changed");
        assertThat(world.one(Integer.class, "SELECT count(*) FROM outbox WHERE kind = 'LANE'"))
                .isEqualTo(3);
    }

    @Test
    void recordsAChangeSetOnceAndNoneThatStartsElsewhere() {
        var web = world.application("web", "tokyo");
        record(null, A, touched(web));
        var again = new RecordChange(TOKYO, SHOP, new Change(null, A, "null-" + A));
        assertThat(watch.record(again)).isEqualTo(new Recorded(A, 0));
        assertThat(record(B, C, touched(web, "web/x"))).isEqualTo(new Recorded(A, 0));
        assertThat(watch.position(new PositionRequest(TOKYO, SHOP)).since()).isEqualTo(A);
    }

    @Test
    void keepsItsPlaceWhenEverythingIsLookedAtForANewApplication() {
        var web = world.application("web", "tokyo");
        record(null, A, touched(web));
        var mail = world.application("mail", "tokyo");
        assertThat(record(null, B, touched(web), touched(mail))).isEqualTo(new Recorded(A, 1));
        assertThat(record(A, B, touched(web, "web/x"), touched(mail, "web/x"))).isEqualTo(new Recorded(B, 1));
    }

    @Test
    void deploysWhatFailedBeforeItsFileWasThere() {
        var web = world.application("web", "tokyo");
        var early = world.claimed(web).deployment().value();
        world.execute("UPDATE deployment SET commit = NULL WHERE id = CAST(? AS uuid)", early);
        assertThat(record(null, A, touched(web))).isEqualTo(new Recorded(A, 0));
        world.execute("UPDATE deployment SET status = 'FAILED', finished_at = now() WHERE id = CAST(? AS uuid)", early);
        assertThat(record(null, B, touched(web))).isEqualTo(new Recorded(A, 1));
        assertThat(record(null, C, touched(web))).isEqualTo(new Recorded(A, 0));
    }

    @Test
    void showsFaultsAndGoesOnWithTheOthers() {
        var web = world.application("web", "tokyo");
        var mail = world.application("mail", "tokyo");
        var fault = new Fault(Severity.ERROR, 3, 1, "spec.x", "1", "text", "spec.x: 1 (expected: text)");
        record(null, A, new Touched(web, null, List.of(fault), List.of()), touched(mail));
        assertThat(world.texts(
                        "SELECT state || ' ' || (config IS NULL) || ' ' || (faults #>> '{0,line}') FROM application"
                                + " WHERE name = 'web'"))
                .containsExactly("INVALID_CONFIG true 3");
        assertThat(world.texts("SELECT state FROM application WHERE name = 'mail'"))
                .containsExactly("ACTIVE");
        assertThat(record(A, B, touched(web, "web/app.pipecd.yaml"))).isEqualTo(new Recorded(B, 1));
    }

    @Test
    void writesAThousandApplicationsWithinALocalActivity() {
        var all = IntStream.range(0, 1_000)
                .mapToObj(index -> world.application("app-" + index, "tokyo"))
                .map(application -> touched(application))
                .toArray(Touched[]::new);
        var begin = System.nanoTime();
        assertThat(record(null, A, all).intents()).isEqualTo(1_000);
        System.out.printf("1,000 applications in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void saysWhyItDoesNotMove() {
        watch.parked(new Parked(TOKYO, SHOP, "branch: main (expected: one that exists)"));
        assertThat(world.texts("SELECT cause FROM repository WHERE cause_since IS NOT NULL"))
                .containsExactly("branch: main (expected: one that exists)");
        watch.parked(new Parked(TOKYO, SHOP, null));
        assertThat(world.texts("SELECT cause FROM repository WHERE cause_since IS NOT NULL"))
                .isEmpty();
        assertThat(watch.position(new PositionRequest(TOKYO, SHOP)).wanted()).isFalse();
    }

    private Recorded record(@Nullable CommitId from, CommitId to, Touched... touched) {
        var id = from + "-" + to;
        var head = new CommitView(to, "Ship it", "Ada <ada@example.com>", World.START);
        var content = new ChangeSet(
                SHOP,
                from,
                to,
                head,
                List.of(touched),
                List.of(new Suggestion("new", "app.pipecd.yaml", "new", "KubernetesApp")));
        world.execute("""
                INSERT INTO change_set (id, cluster, repository, from_commit, to_commit, content)
                VALUES (?, 'tokyo', 'shop', ?, ?, CAST(? AS jsonb))
                """, id, from == null ? null : from.value(), to.value(), Json.write(content));
        return watch.record(new RecordChange(TOKYO, SHOP, new Change(from, to, id)));
    }

    private static Touched touched(ApplicationId application, String... paths) {
        ApplicationConfig config = World.config();
        return new Touched(application, config, List.of(), List.of(paths));
    }
}
