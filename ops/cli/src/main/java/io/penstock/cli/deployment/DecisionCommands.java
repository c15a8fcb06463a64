package io.penstock.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Deciding on deployments: approve, reject, cancel.
final class DecisionCommands {
    private DecisionCommands() {}

    @Command(
            name = "approve",
            description = "Approves the stage that waits.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment approve web@tokyo"})
    static final class Approve implements Callable<Integer> {
        @Parameters(paramLabel = "DEPLOYMENT", description = DeploymentCommand.DEPLOYMENT)
        private String given = "";

        @Option(names = "--stage", description = "Which one (default: the one that waits).")
        private @Nullable String stage;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            var api = Connection.open();
            var path = DeploymentCommand.path(api, given);
            output.print(
                    api.post(path + "/approve", Map.of("stage", waiting(api, path, stage))), DeploymentWait.FIELDS);
            System.err.println("Approved.");
            return Exit.DONE.code();
        }
    }

    @Command(
            name = "reject",
            description =
                    "Rejects the stage that waits: the deployment fails, and rolls back unless autoRollback is off.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment reject web@tokyo --reason 'error rate doubled'"})
    static final class Reject implements Callable<Integer> {
        @Parameters(paramLabel = "DEPLOYMENT", description = DeploymentCommand.DEPLOYMENT)
        private String given = "";

        @Option(names = "--stage", description = "Which one (default: the one that waits).")
        private @Nullable String stage;

        @Option(names = "--reason", required = true, description = "Why, for whoever made the change.")
        private String reason = "";

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            var api = Connection.open();
            var path = DeploymentCommand.path(api, given);
            var body = Map.of("stage", waiting(api, path, stage), "reason", reason);
            output.print(api.post(path + "/reject", body), DeploymentWait.FIELDS);
            System.err.println("Rejected.");
            return Exit.DONE.code();
        }
    }

    @Command(
            name = "cancel",
            description = "Stops a deployment.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock deployment cancel web@tokyo --no-rollback"})
    static final class Cancel implements Callable<Integer> {
        @Parameters(paramLabel = "DEPLOYMENT", description = DeploymentCommand.DEPLOYMENT)
        private String given = "";

        @Option(
                names = "--rollback",
                negatable = true,
                description = "Bring back what ran before (the default), or leave the cluster as it is.")
        private @Nullable Boolean rollback;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            var body = new LinkedHashMap<String, Object>();
            if (rollback != null) {
                body.put("rollback", rollback);
            }
            var api = Connection.open();
            output.print(api.post(DeploymentCommand.path(api, given) + "/cancel", body), DeploymentWait.FIELDS);
            System.err.println("Cancelling.");
            return Exit.DONE.code();
        }
    }

    /// The stage that is meant: the one that was named, else the one that waits for an approval.
    static String waiting(Api api, String path, @Nullable String stage) {
        if (stage != null) {
            return stage;
        }
        var deployment = api.get(path);
        for (JsonNode each : deployment.path("stages")) {
            if (each.path("status").asText().equals("WAITING")
                    && each.path("name").asText().equals("WAIT_APPROVAL")) {
                return each.path("id").asText();
            }
        }
        var id = deployment.path("id").asText();
        throw new CommandFailure(
                Exit.NO, "no stage of " + id + " waits for an approval. Why? penstock deployment why " + id);
    }
}
