package io.penstock.local.temporal;

import io.penstock.local.Home;
import io.penstock.local.PartStatus;
import io.penstock.local.Ports;
import io.penstock.local.Progress;
import io.penstock.local.process.Launch;
import io.penstock.local.process.Loopback;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The Java test server of Temporal's SDK, where no real one can be had: no UI, and nothing survives its end.
public final class TestTemporal implements Temporal {
    private final Home home;
    private final Ports ports;
    private final ServerProcess process;

    public TestTemporal(Home home) {
        this.home = home;
        this.ports = new Ports(home);
        this.process = new ServerProcess(home, this);
    }

    @Override
    public String address() {
        return Loopback.ADDRESS + ":" + port();
    }

    @Override
    public String ui() {
        return "";
    }

    @Override
    public String lack() {
        return "Temporal's in-process test server takes the place of a real one, because none is on PATH and Go is\n"
                + "missing to build one: there is no Temporal UI, and running deployments are lost when it stops.";
    }

    @Override
    public Path log() {
        return process.log();
    }

    @Override
    public void start(Progress progress) {
        try (var step = progress.step("Temporal's test server")) {
            var running = process.isAlive();
            if (!running) {
                var port = ports.portToListen(NAME);
                var words = List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.temporal.testserver.TestServer",
                        Integer.toString(port));
                process.launch(new Launch(words, Map.of(), home.data(), log()), port);
            }
            new Greeting(address()).await();
            step.done((running ? "already runs on " : "runs on ") + address());
        }
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
