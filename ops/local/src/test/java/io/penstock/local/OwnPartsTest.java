package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.local.UpOptions.TemporalStore;
import io.penstock.local.postgres.OwnDatabase;
import io.penstock.local.postgres.Postgres;
import io.penstock.local.process.Loopback;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes in what is said of the user's own parts leave a home in which the next `up` without them works.
@Timeout(120)
class OwnPartsTest {
    private static final List<String> NONE = List.of();

    @TempDir
    private Path folder;

    private LocalStack stack;

    @BeforeEach
    void open() {
        stack = LocalStack.open(home("a home"), Checkout.find());
    }

    @AfterEach
    void purge() {
        try (var change = stack.change(new Quiet())) {
            change.purge();
        }
    }

    @Test
    void aMistakeIsToldAndForgotten() {
        var nobody = "127.0.0.1:" + Loopback.freePort();
        refused(new UpOptions(NONE, List.of("nowhere-at-all"), null, TemporalStore.MEMORY, null))
                .hasMessageStartingWith("--context: nowhere-at-all (expected: one of ");
        refused(new UpOptions(List.of("control-plane"), null, null, TemporalStore.MEMORY, null))
                .hasMessageStartingWith("cluster: control-plane (expected: a DNS label");
        refused(new UpOptions(List.of("kyoto", "kyoto"), null, null, TemporalStore.MEMORY, null))
                .hasMessageStartingWith("cluster: kyoto stands there twice");
        refused(new UpOptions(NONE, null, nobody, null, null))
                .hasMessageStartingWith("--temporal: nobody answers at " + nobody);
        refused(new UpOptions(NONE, null, null, TemporalStore.MEMORY, "postgresql://ada:x@" + nobody + "/penstock"))
                .hasMessageStartingWith("--database: " + nobody + ": ");
        refused(new UpOptions(NONE, null, null, TemporalStore.MEMORY, "postgresql://not a url"))
                .hasMessageStartingWith("--database: (expected: postgresql://");

        ground(new UpOptions(NONE, null, null, TemporalStore.MEMORY, null));

        var before = stack.options();
        assertThat(stack.status())
                .filteredOn(part -> part.kind() == PartKind.DATABASE || part.kind() == PartKind.TEMPORAL)
                .extracting(PartStatus::state)
                .containsExactly(PartState.RUNNING, PartState.RUNNING);
        assertThatThrownBy(() -> ground(new UpOptions(null, List.of("nowhere-at-all"), null, null, null)))
                .hasMessageStartingWith("--context: nowhere-at-all");
        assertThat(stack.options()).isEqualTo(before);
    }

    @Test
    void aDatabaseOfTheUsersOwnIsKeptOnceItsLoginIsAccepted() {
        var theirs = new Postgres(home("another home").prepare(), List.of());
        theirs.start(new Quiet());
        try {
            var wrong = theirs.url().replaceFirst(":[^:@/]+@", ":guess@");
            refused(new UpOptions(NONE, null, null, TemporalStore.MEMORY, wrong))
                    .hasMessageContaining("password authentication failed");
            assertThat(stack.home().keys().resolve("own-database-password")).doesNotExist();

            ground(new UpOptions(NONE, null, null, TemporalStore.MEMORY, theirs.url()));

            assertThat(stack.options().database()).isEqualTo(theirs.url());
            assertThat(stack.status().getFirst().message()).isEqualTo("your own");
        } finally {
            theirs.stop();
        }
    }

    @Test
    void aLoginIsReadAsPostgreSqlReadsIt() {
        var database = new OwnDatabase("postgresql://a+b%40c:x@db.example.com/shop", stack.home());
        assertThat(database.user()).isEqualTo("a+b@c");
        assertThat(database.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com:5432/shop");
    }

    private AbstractThrowableAssert<?, ?> refused(UpOptions options) {
        var failure = assertThatThrownBy(() -> ground(options)).isInstanceOf(LocalStackException.class);
        assertThat(stack.exists()).isFalse();
        return failure;
    }

    private void ground(UpOptions options) {
        try (var change = stack.change(new Quiet())) {
            change.ground(options);
        }
    }

    private Home home(String name) {
        return Home.fromEnvironment().beside(folder.resolve(name));
    }
}
