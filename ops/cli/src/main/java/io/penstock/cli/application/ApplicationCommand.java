package io.penstock.cli.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.Shell;
import io.penstock.cli.Times;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.cli.deployment.DeploymentWait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Applications: what is registered, and what to do with it.
@Command(
        name = "application",
        aliases = "app",
        description = "Applications: list, look, add, sync, roll back.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock application sync web@tokyo --wait"})
public final class ApplicationCommand implements Runnable {
    private static final List<Field> FIELDS = List.of(
            Field.of("Name", "name"),
            Field.of("Cluster", "cluster"),
            Field.of("State", "state"),
            Field.of("Sync", "syncState"),
            Field.of("Repository", "repository"),
            Field.of("Path", "path"),
            Field.of("Last", "lastDeployment.status"),
            Field.of("Running", "runningDeployment.status"),
            Field.of("Id", "id"));

    private static final List<Field> ONE = Stream.concat(
                    FIELDS.stream(),
                    Stream.of(
                            Field.of("File", "configFile"),
                            Field.of("Health", "health"),
                            Field.of("Waits for", "waiting.cause"),
                            Field.of("Unblocked by", "waiting.unblock")))
            .toList();

    private static final List<Field> SUGGESTIONS = List.of(
            Field.of("Name", "name"),
            Field.of("Cluster", "cluster"),
            Field.of("Repository", "repository"),
            Field.of("Path", "path"),
            Field.of("File", "configFile"),
            Field.of("Kind", "kind"));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "application: no command (expected: one of those above)");
    }

    @Command(
            name = "list",
            description = "Lists applications.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application list --cluster tokyo"})
    int list(
            @Option(names = "--cluster", description = "Only those of this cluster.") @Nullable String cluster,
            @Option(names = "--query", description = "Only names that contain this.") @Nullable String query,
            @Option(names = "--state", description = "Only those that are ACTIVE, DISABLED or INVALID_CONFIG.")
                    @Nullable
                    String state,
            @Mixin Output output) {
        var path = new StringBuilder("/applications?limit=100");
        if (cluster != null) {
            path.append("&cluster=").append(Api.part(cluster));
        }
        if (query != null) {
            path.append("&query=").append(Api.part(query));
        }
        if (state != null) {
            path.append("&state=").append(Api.part(state));
        }
        var found = Connection.open().all(path.toString());
        output.print(found, found.path("items"), FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "get",
            description = "Shows one application.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application get web@tokyo -o json"})
    int get(
            @Parameters(paramLabel = "APPLICATION", description = "Id, name, or name@cluster.") String application,
            @Mixin Output output) {
        var found = Connection.open().get("/applications/" + Api.part(application));
        output.print(found, ONE);
        if (output.isTable()) {
            found.path("faults")
                    .forEach(fault ->
                            System.out.println("  " + fault.path("severity").asText() + " line "
                                    + fault.path("line").asText() + ", column "
                                    + fault.path("column").asText() + ": "
                                    + fault.path("message").asText()));
        }
        return Exit.DONE.code();
    }

    @Command(
            name = "history",
            description = "Lists an application's deployments, newest first.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application history web@tokyo"})
    int history(
            @Parameters(paramLabel = "APPLICATION", description = "Id, name, or name@cluster.") String application,
            @Option(names = "--limit", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Mixin Output output) {
        var found = Connection.open().some("/applications/" + Api.part(application) + "/history", "", limit);
        output.print(found, found.path("items"), DeploymentWait.FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "suggestions",
            description = "Lists application files in Git that nobody registered.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application suggestions"})
    int suggestions(@Mixin Output output) {
        var found = Connection.open().get("/application-suggestions");
        output.print(found, found.path("items"), SUGGESTIONS);
        return Exit.DONE.code();
    }

    @Command(
            name = "add",
            description = "Registers an application.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application add --repository sample --path hello --cluster tokyo"})
    int add(@Mixin Place place, @Mixin Output output) {
        var body = new LinkedHashMap<String, String>();
        body.put("repository", place.repository);
        body.put("path", place.path);
        body.put("configFile", place.configFile);
        body.put("cluster", place.cluster);
        if (place.name != null) {
            body.put("name", place.name);
        }
        output.print(Connection.open().post("/applications", body), ONE);
        return Exit.DONE.code();
    }

    /// Where an application stands.
    static final class Place {
        @Option(
                names = "--repository",
                required = true,
                paramLabel = "ID",
                description = "Id of the repository in the piped's configuration.")
        private String repository = "";

        @Option(names = "--path", required = true, paramLabel = "DIR", description = "Directory in the repository.")
        private String path = "";

        @Option(
                names = "--config-file",
                paramLabel = "FILE",
                defaultValue = "app.pipecd.yaml",
                description = "File in the directory (default: ${DEFAULT-VALUE}).")
        private String configFile = "";

        @Option(names = "--cluster", required = true, paramLabel = "NAME", description = "Cluster to deploy to.")
        private String cluster = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "Name (default: the directory's, or the repository's id where the path is its root).")
        private @Nullable String name;
    }

    @Command(
            name = "enable",
            description = "Lets an application be deployed again.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application enable web@tokyo"})
    int enable(
            @Parameters(paramLabel = "APPLICATION", description = "Id, name, or name@cluster.") String application,
            @Mixin Output output) {
        return act(application, "enable", output);
    }

    @Command(
            name = "disable",
            description = "Keeps an application from being deployed; what runs stays.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application disable web@tokyo"})
    int disable(
            @Parameters(paramLabel = "APPLICATION", description = "Id, name, or name@cluster.") String application,
            @Mixin Output output) {
        return act(application, "disable", output);
    }

    @Command(
            name = "delete",
            description = {
                "Takes an application out of the registry.",
                "What runs in the cluster stays, and so does its history; it says how to add it again."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application delete web@tokyo"})
    int delete(@Parameters(paramLabel = "APPLICATION", description = "Id, name, or name@cluster.") String application) {
        var api = Connection.open();
        var gone = api.get("/applications/" + Api.part(application));
        api.delete("/applications/" + Api.part(gone.path("id").asText()));
        System.err.println("Deleted " + gone.path("name").asText() + " on "
                + gone.path("cluster").asText()
                + " from the registry; its objects stay in the cluster, and its deployments in `deployment list`."
                + "\nTo bring it back: penstock application add"
                + option("--repository", gone.path("repository"))
                + option("--path", gone.path("path"))
                + option("--config-file", gone.path("configFile"))
                + option("--cluster", gone.path("cluster"))
                + option("--name", gone.path("name")));
        return Exit.DONE.code();
    }

    private static String option(String name, JsonNode value) {
        return " " + name + " " + Shell.quoted(value.asText());
    }

    @Command(
            name = "sync",
            description = "Deploys the head of the application's branch.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application sync hello@tokyo --strategy quick --wait"})
    int sync(
            @Parameters(paramLabel = "APPLICATION", description = "Id, name, or name@cluster.") String application,
            @Option(
                            names = "--strategy",
                            paramLabel = "NAME",
                            description = "quick or pipeline (default: the planner chooses).")
                    @Nullable
                    String strategy,
            @Mixin Patience patience,
            @Mixin Output output) {
        var body = strategy == null ? Map.<String, String>of() : Map.of("strategy", strategy);
        return deploy("/applications/" + Api.part(application) + "/sync", body, patience, output);
    }

    @Command(
            name = "rollback",
            description = "Goes back to what an earlier deployment brought, from its bundle and without Git.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock application rollback web@tokyo --to 0193…  --wait"})
    int rollback(
            @Parameters(paramLabel = "APPLICATION", description = "Id, name, or name@cluster.") String application,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "DEPLOYMENT",
                            description = "Id of a deployment that succeeded; `application history` lists them.")
                    String target,
            @Mixin Patience patience,
            @Mixin Output output) {
        var body = Map.of("deployment", target);
        return deploy("/applications/" + Api.part(application) + "/rollback", body, patience, output);
    }

    /// Whether to wait, and how long.
    static final class Patience {
        @Option(names = "--wait", description = "Wait until it has ended; 1 when it failed, 6 when the time is over.")
        private boolean wait;

        @Option(
                names = "--timeout",
                defaultValue = "6h",
                description = "How long, such as 90s, 10m, 2h (default: ${DEFAULT-VALUE}).")
        private String timeout = "6h";
    }

    private static int deploy(String path, Map<String, String> body, Patience patience, Output output) {
        var limit = Times.duration("--timeout", patience.timeout);
        var api = Connection.open();
        var deployment = api.post(path, body);
        if (patience.wait) {
            return new DeploymentWait(api, output).until(deployment.path("id").asText(), limit);
        }
        output.print(deployment, DeploymentWait.FIELDS);
        return Exit.DONE.code();
    }

    private static int act(String application, String act, Output output) {
        JsonNode answer = Connection.open().post("/applications/" + Api.part(application) + "/" + act, Map.of());
        output.print(answer, FIELDS);
        return Exit.DONE.code();
    }
}
