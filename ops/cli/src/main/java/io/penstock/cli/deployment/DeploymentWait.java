package io.penstock.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.Times;
import io.penstock.cli.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Waits until a deployment has ended, saying on the way what it does.
public final class DeploymentWait {
    /// What people see of a deployment in a list.
    public static final List<Field> FIELDS = List.of(
            Field.of("Application", "application"),
            Field.of("Cluster", "cluster"),
            Field.of("Status", "status"),
            new Field("Commit", node -> shortened(node.at("/commit/hash").asText(""))),
            Field.of("Trigger", "trigger.kind"),
            Field.of("Strategy", "strategy"),
            Field.moment("Created", "createdAt"),
            new Field("Reason", DeploymentWait::reason),
            Field.of("Id", "id"));

    /// What people see of one deployment.
    static final List<Field> ONE = Stream.concat(
                    FIELDS.stream(),
                    Stream.of(
                            Field.of("Message", "commit.message"),
                            Field.of("Author", "commit.author"),
                            Field.of("Asked by", "trigger.by"),
                            Field.of("Because", "trigger.reason"),
                            Field.of("Chosen as", "strategyReason"),
                            Field.of("Brings", "summary"),
                            Field.of("Changes", "changes"),
                            Field.of("Workflow", "workflow.url"),
                            new Field("Waits for", DeploymentWait::waits)))
            .toList();

    /// Why it stands where it stands: how it ended, or what it waits for.
    private static String reason(JsonNode deployment) {
        return deployment.hasNonNull("statusReason")
                ? deployment.path("statusReason").asText()
                : deployment.at("/waiting/0/cause").asText("");
    }

    private static final int SHORT_HASH = 7;
    private static final long LOOK_MILLIS = 500;

    private final Api api;
    private final Output output;

    public DeploymentWait(Api api, Output output) {
        this.api = api;
        this.output = output;
    }

    /// @return the exit code: done, no (it failed), timed out
    public int until(String id, Duration limit) {
        var end = Instant.now().plus(limit);
        var said = "";
        var deployment = api.get("/deployments/" + Api.part(id));
        while (true) {
            if (deployment.hasNonNull("finishedAt")) {
                output.print(deployment, FIELDS);
                var succeeded = deployment.path("status").asText().equals("SUCCEEDED");
                return succeeded ? Exit.DONE.code() : Exit.NO.code();
            }
            var now = now(deployment);
            if (!now.equals(said)) {
                System.err.println(now);
                said = now;
            }
            if (Instant.now().isAfter(end)) {
                var time = limit.toString().substring(2).toLowerCase(Locale.ROOT);
                System.err.println("penstock: " + id + " has not ended after " + time + ": " + now);
                return Exit.TIMED_OUT.code();
            }
            pause();
            deployment = again(id, deployment, end);
        }
    }

    /// A control plane that is away for a while does not end the wait.
    private JsonNode again(String id, JsonNode last, Instant end) {
        try {
            return api.get("/deployments/" + Api.part(id));
        } catch (CommandFailure e) {
            if (e.exit() != Exit.NOT_REACHABLE || Instant.now().isAfter(end)) {
                throw e;
            }
            System.err.println(e.getMessage());
            return last;
        }
    }

    private static String waits(JsonNode deployment) {
        var said = new ArrayList<String>();
        for (var wait : deployment.path("waiting")) {
            said.add(wait.path("cause").asText() + " since "
                    + Times.moment(wait.path("since").asText()) + " ("
                    + wait.path("unblock").asText() + ")");
        }
        return String.join("; ", said);
    }

    private static String now(JsonNode deployment) {
        for (var waiting : deployment.path("waiting")) {
            return waiting.path("cause").asText() + " ("
                    + waiting.path("unblock").asText() + ")";
        }
        for (var stage : deployment.path("stages")) {
            if (stage.path("status").asText().equals("RUNNING")) {
                return stage.path("name").asText() + " is running";
            }
        }
        return deployment.path("status").asText();
    }

    static String shortened(String hash) {
        return hash.length() > SHORT_HASH ? hash.substring(0, SHORT_HASH) : hash;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Exit.NO, "interrupted");
        }
    }
}
