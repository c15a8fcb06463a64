package io.penstock.cli.up;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Api.Credential;
import io.penstock.local.LocalStack;
import io.penstock.local.PrivateFiles;
import io.penstock.local.java.PipedSpec;
import io.penstock.local.sample.SampleRepository;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// What `up` tells a fresh control plane: a key for programs and a piped for each cluster, each made once and kept.
public final class Registration {
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final int KEY_BYTES = 32;

    private final LocalStack stack;
    private final Api api;

    public Registration(LocalStack stack, Api api) {
        this.stack = stack;
        this.api = api;
    }

    /// Makes the API key that `env` prints, unless there is one that works.
    public void apiKey() {
        var file = stack.apiKeyFile();
        var kept = PrivateFiles.read(file);
        if (kept != null && works(kept.strip())) {
            return;
        }
        var made = api.post("/apikeys", Map.of("name", "penstock-up", "role", "READ_WRITE"));
        PrivateFiles.write(file, made.path("key").asText() + "\n");
    }

    /// A piped of a cluster, registered on the first call; replicas share its identity and keys.
    public PipedSpec piped(String cluster, int replica) {
        var identity = file("piped-" + cluster + "-id");
        var key = file("piped-" + cluster);
        var sealing = file("sealing-" + cluster);
        if (PrivateFiles.read(sealing) == null) {
            var bytes = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(bytes);
            PrivateFiles.write(sealing, Base64.getEncoder().encodeToString(bytes) + "\n");
        }
        if (PrivateFiles.read(identity) == null || PrivateFiles.read(key) == null) {
            var made = api.post(
                    "/pipeds",
                    Map.of("cluster", cluster, "name", "piped-" + cluster, "sealingKeyId", sealingKeyId(cluster)));
            PrivateFiles.write(key, made.path("key").asText() + "\n");
            PrivateFiles.write(identity, made.path("id").asText() + "\n");
        }
        return new PipedSpec(
                cluster,
                read(identity),
                read(key),
                replica,
                repositories(),
                INTERVAL,
                new PipedSpec.SealingKey(sealingKeyId(cluster), sealing));
    }

    private List<PipedSpec.Repository> repositories() {
        var sample = stack.sample();
        return List.of(new PipedSpec.Repository(SampleRepository.ID, sample.remote(), SampleRepository.BRANCH));
    }

    private boolean works(String key) {
        try {
            new Api(URI.create(stack.controlPlaneFiles().url()), new Credential.Key(key)).get("/deployments?limit=1");
            return true;
        } catch (CommandFailure e) {
            if (e.exit() == Exit.NOT_ALLOWED) {
                return false;
            }
            throw e;
        }
    }

    private static String sealingKeyId(String cluster) {
        return cluster + "-1";
    }

    private static String read(Path file) {
        var text = PrivateFiles.read(file);
        if (text == null) {
            throw new CommandFailure(Exit.NO, file + " is gone (expected: what `up` wrote there)");
        }
        return text.strip();
    }

    private Path file(String name) {
        return stack.home().keys().resolve(name);
    }
}
