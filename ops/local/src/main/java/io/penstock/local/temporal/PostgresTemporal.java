package io.penstock.local.temporal;

import io.penstock.local.Home;
import io.penstock.local.PartStatus;
import io.penstock.local.Ports;
import io.penstock.local.PrivateFiles;
import io.penstock.local.Progress;
import io.penstock.local.postgres.Postgres;
import io.penstock.local.process.Command;
import io.penstock.local.process.Launch;
import io.penstock.local.process.Loopback;
import io.penstock.local.tool.Tool;
import io.penstock.local.tool.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Temporal's production server on the local stack's PostgreSQL; it has no UI of its own.
public final class PostgresTemporal implements Temporal {
    /// The databases it needs, which must exist before it starts.
    public static final List<String> DATABASES = List.of("temporal", "temporal_visibility");

    private final Home home;
    private final Tools tools;
    private final Postgres postgres;
    private final Ports ports;
    private final ServerProcess process;

    public PostgresTemporal(Home home, Tools tools, Postgres postgres) {
        this.home = home;
        this.tools = tools;
        this.postgres = postgres;
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
        return "Temporal runs on PostgreSQL, without a UI.";
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
        var programs = tools.provide(List.of(Tool.TEMPORAL_SERVER, Tool.TEMPORAL_SQL_TOOL), progress);
        try (var step = progress.step("Temporal on PostgreSQL")) {
            var running = process.isAlive();
            if (running) {
                process.awaitAnswer(port());
            } else {
                step.at("bringing its schemas up to date");
                schema(programs, "temporal", "temporal");
                schema(programs, "temporal_visibility", "visibility");
                step.at("starting");
                process.launch(launch(programs), port());
            }
            new Greeting(address()).await();
            step.done((running ? "already runs on " : "runs on ") + address());
        }
    }

    private void schema(Map<Tool, Path> programs, String database, String schema) {
        var tool = program(programs, Tool.TEMPORAL_SQL_TOOL);
        var environment = Map.of(
                "SQL_PLUGIN",
                "postgres12",
                "SQL_HOST",
                Loopback.ADDRESS,
                "SQL_PORT",
                Integer.toString(postgres.port()),
                "SQL_USER",
                postgres.user(),
                "SQL_PASSWORD",
                postgres.password(),
                "SQL_DATABASE",
                database);
        if (!postgres.holdsTable(database, "schema_version")) {
            Command.of(tool, "setup-schema", "-v", "0.0").with(environment).succeed();
        }
        Command.of(tool, "update-schema", "--schema-name", "postgresql/v12/" + schema)
                .with(environment)
                .succeed();
    }

    private Launch launch(Map<Tool, Path> programs) {
        var data = PrivateFiles.folder(home.data().resolve("temporal"));
        var dynamic = data.resolve("dynamic.yaml");
        PrivateFiles.write(
                dynamic,
                DevelopmentTemporal.DYNAMIC_CONFIGURATION.entrySet().stream()
                        .map(setting -> setting.getKey() + ":\n- value: " + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        var configuration = data.resolve("server.yaml");
        PrivateFiles.write(configuration, configuration(dynamic));
        var words = List.of(
                program(programs, Tool.TEMPORAL_SERVER),
                "--config-file",
                configuration.toString(),
                "--allow-no-auth",
                "start");
        return new Launch(words, Map.of(), data, log());
    }

    private String configuration(Path dynamic) {
        return """
                log: {stdout: true, level: warn}
                persistence:
                  defaultStore: default
                  visibilityStore: visibility
                  numHistoryShards: 4
                  datastores:
                    default: %s
                    visibility: %s
                global:
                  membership: {maxJoinDuration: 30s, broadcastAddress: 127.0.0.1}
                  metrics: {prometheus: {framework: tally, timerType: histogram, listenAddress: "127.0.0.1:%d"}}
                services:
                %sclusterMetadata:
                  enableGlobalNamespace: false
                  failoverVersionIncrement: 10
                  masterClusterName: active
                  currentClusterName: active
                  clusterInformation:
                    active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "%s"}
                dcRedirectionPolicy: {policy: noop}
                dynamicConfigClient: {filepath: "%s", pollInterval: 10s}
                """.formatted(
                        store("temporal", 20),
                        store("temporal_visibility", 4),
                        ports.portToListen("temporal-metrics"),
                        services(),
                        address(),
                        dynamic);
    }

    private String store(String database, int connections) {
        return ("{sql: {pluginName: postgres12, databaseName: %s, connectAddr: \"%s\", connectProtocol: tcp, user: %s,"
                        + " password: \"%s\", maxConns: %d, maxIdleConns: %d, maxConnLifetime: 1h}}")
                .formatted(
                        database, postgres.address(), postgres.user(), postgres.password(), connections, connections);
    }

    private String services() {
        var text = new ArrayList<String>();
        for (var service : List.of("frontend", "matching", "history", "worker")) {
            var frontend = "frontend".equals(service);
            text.add("  %s: {rpc: {grpcPort: %d, membershipPort: %d, bindOnLocalHost: true%s}}\n"
                    .formatted(
                            service,
                            ports.portToListen(frontend ? NAME : "temporal-" + service),
                            ports.portToListen("temporal-" + service + "-membership"),
                            frontend ? ", httpPort: " + ports.portToListen("temporal-http") : ""));
        }
        return String.join("", text);
    }

    private static String program(Map<Tool, Path> programs, Tool tool) {
        var program = programs.get(tool);
        if (program == null) {
            throw new IllegalArgumentException("programs: no " + tool.program() + " (expected: both of the server)");
        }
        return program.toString();
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
