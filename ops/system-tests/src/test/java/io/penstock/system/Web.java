package io.penstock.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.api.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// The sample's `web`: a canary with an approval in tokyo, whose chain goes on to osaka.
final class Web {
    static final String TOKYO = "web@tokyo";
    static final String OSAKA = "web@osaka";

    private final Installation it;

    Web(Installation it) {
        this.it = it;
    }

    /// Commits an image for both clusters, with a pipeline that waits a second only; gives the commit.
    String push(String image) {
        var files = new LinkedHashMap<String, String>();
        for (var cluster : new String[] {"tokyo", "osaka"}) {
            var file = "web-" + cluster + "/deployment.yaml";
            files.put(file, read(file).replaceAll("image: .*", "image: " + image));
        }
        var pipeline = "web-tokyo/app.pipecd.yaml";
        files.put(pipeline, read(pipeline).replaceAll("duration: .*", "duration: 1s"));
        return it.sample().commit("web with " + image, files);
    }

    String read(String file) {
        try {
            return Files.readString(it.sample().work().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends whatever is under way, so that a test begins with what was last approved.
    void settle() {
        for (var application : new String[] {TOKYO, OSAKA}) {
            it.await(application + " is at rest", () -> {
                var open = open(application);
                if (open != null && open.hasNonNull("startedAt") && !cancelled(open)) {
                    it.api().post("/deployments/" + open.path("id").asText() + "/cancel", new Cancel(true));
                }
                return open == null ? true : null;
            });
        }
    }

    void approve(JsonNode deployment) {
        it.penstock(0, "deployment", "approve", deployment.path("id").asText());
    }

    /// The chain of a deployment, as it is now.
    JsonNode chain(JsonNode deployment) {
        return it.api().get("/chains/" + Api.part(deployment.at("/chain/id").asText()));
    }

    /// Waits until the chain of a deployment has ended.
    JsonNode ended(JsonNode deployment) {
        return it.await("the chain ends", () -> {
            var chain = chain(deployment);
            return chain.hasNonNull("finishedAt") ? chain : null;
        });
    }

    private @Nullable JsonNode open(String application) {
        for (var deployment : it.deployments(application)) {
            if (!deployment.hasNonNull("finishedAt")) {
                return deployment;
            }
        }
        return null;
    }

    private static boolean cancelled(JsonNode deployment) {
        return deployment.path("notices").toString().contains("cancel")
                || deployment.path("status").asText().equals("ROLLING_BACK");
    }

    private record Cancel(boolean rollback) {}
}
