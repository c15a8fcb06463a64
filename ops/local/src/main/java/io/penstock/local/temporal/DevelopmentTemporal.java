package io.penstock.local.temporal;

import io.penstock.local.Home;
import io.penstock.local.PartStatus;
import io.penstock.local.Ports;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.process.Launch;
import io.penstock.local.process.Loopback;
import io.penstock.local.tool.Tool;
import io.penstock.local.tool.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Temporal's development server, which keeps its state in a file and brings its UI.
public final class DevelopmentTemporal implements Temporal {
    /// What decides the speed. Each shard reads its queues at most 20 times a second by default, and this server
    /// has one shard. And a timer fires up to the shift later than it should, by default a second, so that servers
    /// whose clocks differ may follow each other as a shard's owner; here there is one server and one clock.
    static final Map<String, String> DYNAMIC_CONFIGURATION = new TreeMap<>(Map.of(
            "history.transferProcessorMaxPollRPS", "2000",
            "history.timerProcessorMaxPollRPS", "2000",
            "history.visibilityProcessorMaxPollRPS", "2000",
            "history.timerProcessorMaxTimeShift", "\"10ms\""));

    private final Home home;
    private final Tools tools;
    private final Ports ports;
    private final ServerProcess process;

    public DevelopmentTemporal(Home home, Tools tools) {
        this.home = home;
        this.tools = tools;
        this.ports = new Ports(home);
        this.process = new ServerProcess(home, this);
    }

    @Override
    public String address() {
        return Loopback.ADDRESS + ":" + port();
    }

    @Override
    public String ui() {
        return "http://" + Loopback.ADDRESS + ":" + ports.port("temporal-ui");
    }

    /// Its own figures, for the benchmark.
    public String metrics() {
        return "http://" + Loopback.ADDRESS + ":" + ports.port("temporal-metrics") + "/metrics";
    }

    @Override
    public Path log() {
        return process.log();
    }

    @Override
    public void start(Progress progress) {
        var program = tools.provide(Tool.TEMPORAL, progress);
        try (var step = progress.step("Temporal")) {
            var running = process.isAlive();
            if (running) {
                process.awaitAnswer(port());
            } else {
                process.launch(launch(program), port());
            }
            step.at("waiting for its answer");
            new Greeting(address()).await();
            step.done((running ? "already runs on " : "runs on ") + address());
        }
    }

    private Launch launch(Path program) {
        var data = PrivateFiles.folder(home.data().resolve("temporal"));
        var words = new ArrayList<>(List.of(program.toString(), "server", "start-dev", "--ip", Loopback.ADDRESS));
        words.addAll(List.of("--port", Integer.toString(ports.portToListen(NAME))));
        words.addAll(List.of("--http-port", Integer.toString(ports.portToListen("temporal-http"))));
        words.addAll(List.of("--ui-port", Integer.toString(ports.portToListen("temporal-ui"))));
        words.addAll(List.of("--metrics-port", Integer.toString(ports.portToListen("temporal-metrics"))));
        words.addAll(List.of("--ui-disable-news-fetch", "--log-level", "warn"));
        words.addAll(List.of("--db-filename", data.resolve("temporal.db").toString()));
        words.addAll(List.of("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"));
        DYNAMIC_CONFIGURATION.forEach(
                (name, value) -> words.addAll(List.of("--dynamic-config-value", name + "=" + value)));
        words.addAll(List.of("--disable-config-file", "--disable-config-env"));
        return new Launch(words, Map.of(), data, log());
    }

    @Override
    public PartStatus status() {
        return process.status(port());
    }

    @Override
    public void stop() {
        process.stop();
    }

    private int port() {
        return ports.port(NAME);
    }
}
