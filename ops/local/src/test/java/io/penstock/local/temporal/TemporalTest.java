package io.penstock.local.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.Checkout;
import io.penstock.local.Home;
import io.penstock.local.Needed;
import io.penstock.local.PartState;
import io.penstock.local.Quiet;
import io.penstock.local.postgres.Postgres;
import io.penstock.local.tool.Tool;
import io.penstock.local.tool.Tools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TemporalTest {
    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void prepare() {
        home = Home.fromEnvironment().beside(folder.resolve("a home")).prepare();
    }

    @Test
    void runsOnPostgresAndIsStartedAgain() {
        var tools = new Tools(home, Checkout.find());
        Needed.of(tools, List.of(Tool.TEMPORAL_SERVER, Tool.TEMPORAL_SQL_TOOL));
        var postgres = new Postgres(home, PostgresTemporal.DATABASES);
        var temporal = new PostgresTemporal(home, tools, postgres);
        try {
            postgres.start(new Quiet());
            temporal.start(new Quiet());
            assertThat(temporal.status().state()).isEqualTo(PartState.RUNNING);
            var address = temporal.address();
            temporal.stop();
            assertThat(temporal.status().state()).isEqualTo(PartState.STOPPED);
            temporal.start(new Quiet());
            assertThat(temporal.address()).isEqualTo(address);
        } finally {
            temporal.stop();
            postgres.stop();
        }
    }

    @Test
    void hasAStandInWhereThereIsNoProgramAndSaysWhatItLacks() {
        var temporal = new TestTemporal(home);
        try {
            temporal.start(new Quiet());
            assertThat(temporal.status().state()).isEqualTo(PartState.RUNNING);
            assertThat(temporal.lack()).contains("no Temporal UI", "lost when it stops");
            assertThat(List.of(temporal.ui())).containsExactly("");
        } finally {
            temporal.stop();
        }
    }
}
