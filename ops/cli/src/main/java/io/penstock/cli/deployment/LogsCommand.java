package io.penstock.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints what the stages of a deployment wrote.
@Command(
        name = "logs",
        description = "Prints a deployment's log.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock deployment logs web@tokyo --stage K8S_CANARY_ROLLOUT --follow"})
final class LogsCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 500;

    @Parameters(paramLabel = "DEPLOYMENT", description = DeploymentCommand.DEPLOYMENT)
    private String given = "";

    @Option(names = "--stage", description = "Only this stage, by id, name or index.")
    private @Nullable String stage;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until the deployment has ended.")
    private boolean follow;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws InterruptedException {
        var api = Connection.open();
        var path = DeploymentCommand.path(api, given);
        if (follow) {
            follow(api, path);
        } else if (output.isTable()) {
            System.out.print(api.text(path + "/logs/download" + (stage == null ? "" : "?stage=" + Api.part(stage))));
        } else {
            var all = all(api, path);
            output.print(all, "");
        }
        return Exit.DONE.code();
    }

    private ObjectNode all(Api api, String path) {
        var first = (ObjectNode) page(api, path, "");
        var items = (ArrayNode) first.path("items");
        for (var page = first; !page.path("items").isEmpty(); ) {
            page = (ObjectNode) page(api, path, page.path("next").asText(""));
            page.path("items").forEach(items::add);
        }
        return first.putNull("next");
    }

    private void follow(Api api, String path) throws InterruptedException {
        var after = "";
        while (true) {
            var ended = api.get(path).hasNonNull("finishedAt");
            var page = page(api, path, after);
            for (; !page.path("items").isEmpty(); page = page(api, path, after)) {
                page.path("items").forEach(LogsCommand::print);
                after = page.path("next").asText("");
            }
            System.out.flush();
            if (ended) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private JsonNode page(Api api, String path, String after) {
        return api.get(path + "/logs?limit=1000" + (stage == null ? "" : "&stage=" + Api.part(stage))
                + (after.isEmpty() ? "" : "&after=" + Api.part(after)));
    }

    private static void print(JsonNode line) {
        System.out.println(line.path("time").asText() + " " + line.path("stage").asText() + "#"
                + line.path("attempt").asText() + " " + line.path("line").asText());
    }
}
