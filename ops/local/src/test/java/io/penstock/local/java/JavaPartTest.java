package io.penstock.local.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PartKind;
import io.penstock.local.PartState;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Quiet;
import io.penstock.local.process.RunningProcess;
import io.penstock.local.process.RunningProcess.Signal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JavaPartTest {
    @TempDir
    private Path folder;

    private Home home;
    private JavaPart part;
    private Path configuration;
    private Path trouble;

    @BeforeEach
    void prepare() {
        home = new Home(folder.resolve("a home")).prepare();
        part = new JavaPart(home, "piped-tokyo", PartKind.PIPED);
        configuration = folder.resolve("config");
        PrivateFiles.write(configuration, "first");
        trouble = folder.resolve("trouble");
    }

    @AfterEach
    void end() {
        part.stop();
    }

    @Test
    void isLeftAloneUntilItsConfigurationChanges() throws Exception {
        part.start(program(Integer.toString(part.adminPort())), new Quiet());
        var first = pid();
        part.start(program(Integer.toString(part.adminPort())), new Quiet());
        assertThat(pid()).isEqualTo(first);

        PrivateFiles.write(configuration, "second");
        part.start(program(Integer.toString(part.adminPort())), new Quiet());
        assertThat(pid()).isNotEqualTo(first);
        assertThat(ProcessHandle.of(first)).isEmpty();
    }

    @Test
    void saysInItsOwnWordsWhyItDoesNotWorkAnyMore() throws Exception {
        part.start(program(Integer.toString(part.adminPort())), new Quiet());
        assertThat(part.status().message()).isEmpty();
        PrivateFiles.write(trouble, "the gate refuses this key");
        assertThat(part.status().state()).isEqualTo(PartState.RUNNING);
        assertThat(part.status().message()).isEqualTo("the gate refuses this key");
    }

    @Test
    void isStartedAgainAfterAKill() throws Exception {
        part.start(program(Integer.toString(part.adminPort())), new Quiet());
        RunningProcess.of(pid(), Instant.now()).orElseThrow().stop(Signal.KILL, Duration.ofSeconds(5));
        assertThat(part.status().state()).isEqualTo(PartState.DEAD);
        part.start(program(Integer.toString(part.adminPort())), new Quiet());
        assertThat(part.status().state()).isEqualTo(PartState.RUNNING);
    }

    @Test
    void saysWithTheLastLineOfItsLogWhyItEnded() {
        assertThatThrownBy(() -> part.start(program("nonsense"), new Quiet()))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("piped-tokyo ended: ");
        assertThat(part.status().state()).isEqualTo(PartState.DEAD);
        assertThat(part.log()).content().contains("port: nonsense (expected: digits)");
    }

    @Test
    void runsFromProgramsThatNoOtherHomeWithTheSameCacheDeletes() throws Exception {
        part.start(program(Integer.toString(part.adminPort())), new Quiet());
        assertThat(JavaPart.programs(home)).isNotEmptyDirectory();
        assertThat(JavaPart.programs(home.beside(folder.resolve("another"))))
                .isNotEqualTo(JavaPart.programs(home))
                .doesNotExist();
    }

    @Test
    void isNeverMistakenForALaterProcessWithTheSameNumber() {
        var own = ProcessHandle.current().pid();
        assertThat(RunningProcess.of(own, Instant.now()).orElseThrow().isAlive())
                .isTrue();
        assertThat(new RunningProcess(own, "another boot:1", Instant.now()).isAlive())
                .isFalse();
    }

    private long pid() {
        var status = part.status();
        assertThat(status.state()).isEqualTo(PartState.RUNNING);
        return Objects.requireNonNull(status.pid());
    }

    private JavaProgram program(String argument) throws URISyntaxException {
        var classes = Path.of(Answering.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(Files.isDirectory(classes)).isTrue();
        return new JavaProgram(
                Answering.class.getName(),
                List.of(classes),
                List.of("-Xmx32m"),
                List.of(argument, trouble.toString()),
                List.of(configuration),
                "somewhere");
    }
}
