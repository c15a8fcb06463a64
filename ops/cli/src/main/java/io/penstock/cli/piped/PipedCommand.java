package io.penstock.cli.piped;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.cli.Output.Field;
import io.penstock.cli.api.Api;
import io.penstock.cli.api.Connection;
import io.penstock.cli.api.Named;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Pipeds: the workers inside the clusters, and their keys.
@Command(
        name = "piped",
        description = "Pipeds: register, list, rotate and revoke keys, enable, disable.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  penstock piped register --cluster tokyo > piped.yaml"})
public final class PipedCommand implements Runnable {
    private static final int KEY_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 6;

    private static final List<Field> FIELDS = List.of(
            Field.of("Cluster", "cluster"),
            Field.of("Name", "name"),
            Field.of("State", "state"),
            Field.of("Version", "version"),
            Field.of("Last seen", "lastSeen"),
            Field.of("Enabled", "enabled"),
            Field.of("Id", "id"));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
        throw new CommandFailure(Exit.USAGE, "piped: no command (expected: one of those above)");
    }

    @Command(
            name = "list",
            description = "Lists pipeds and how they are.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock piped list"})
    int list(@Mixin Output output) {
        var found = Connection.open().get("/pipeds");
        output.print(found, found.path("items"), FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "register",
            description = "Registers a piped and prints its configuration file, once. The keys in it are made here:"
                    + " the control plane never sees the sealing key.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock piped register --cluster tokyo > piped.yaml"})
    int register(
            @Option(names = "--cluster", required = true, description = "Cluster that it serves; also its task queue.")
                    String cluster,
            @Option(names = "--name", description = "Name (default: piped-CLUSTER).") @Nullable String name,
            @Option(
                            names = "--sealing-key-file",
                            paramLabel = "FILE",
                            description = "File with the sealing key that the cluster's pipeds share already, in base64"
                                    + " (default: a new one).")
                    @Nullable
                    Path sealingKeyFile,
            @Mixin Output output) {
        var api = Connection.open();
        var key = sealingKeyFile == null ? fresh() : read(sealingKeyFile);
        var keyId = cluster + "-" + fingerprint(key);
        var made = api.post(
                "/pipeds",
                Map.of("cluster", cluster, "name", name == null ? "piped-" + cluster : name, "sealingKeyId", keyId));
        var configuration =
                configuration(made, new Sealing(keyId, Base64.getEncoder().encodeToString(key)));
        var answer = Json.wire()
                .<JsonNode>valueToTree(Map.of(
                        "id",
                        made.path("id").asText(),
                        "cluster",
                        cluster,
                        "key",
                        made.path("key").asText(),
                        "configuration",
                        configuration));
        output.print(answer, configuration);
        System.err.println(
                "The keys in it are not shown again. Fill in repositories and platformProviders, then start the piped with it.");
        return Exit.DONE.code();
    }

    @Command(
            name = "rotate-key",
            description = "Makes a second key; the old one works until it is revoked or another is made.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock piped rotate-key piped-tokyo"})
    int rotateKey(
            @Parameters(paramLabel = "PIPED", description = "Id, name, or name@cluster.") String piped,
            @Mixin Output output) {
        var api = Connection.open();
        output.print(
                api.post(path(api, piped) + "/keys", Map.of()), List.of(Field.of("Key", "key"), Field.of("Id", "id")));
        System.err.println(
                "The key is not shown again. Put it into the piped's file, restart the piped, then revoke the"
                        + " old key: penstock piped revoke-key");
        return Exit.DONE.code();
    }

    @Command(
            name = "revoke-key",
            description = "Refuses one of a piped's keys from now on and ends what it has open.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock piped revoke-key piped-tokyo 0193…"})
    int revokeKey(
            @Parameters(index = "0", paramLabel = "PIPED", description = "Id, name, or name@cluster.") String piped,
            @Parameters(index = "1", paramLabel = "KEY", description = "The key's id; `piped list -o json` shows them.")
                    String key) {
        var api = Connection.open();
        api.delete(path(api, piped) + "/keys/" + Api.part(key));
        System.err.println("Revoked.");
        return Exit.DONE.code();
    }

    @Command(
            name = "enable",
            description = "Lets a piped in again.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock piped enable piped-tokyo"})
    int enable(
            @Parameters(paramLabel = "PIPED", description = "Id, name, or name@cluster.") String piped,
            @Mixin Output output) {
        var api = Connection.open();
        output.print(api.post(path(api, piped) + "/enable", Map.of()), FIELDS);
        return Exit.DONE.code();
    }

    @Command(
            name = "disable",
            description = "Ends a piped's connections and lets it in no more.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  penstock piped disable piped-tokyo"})
    int disable(
            @Parameters(paramLabel = "PIPED", description = "Id, name, or name@cluster.") String piped,
            @Mixin Output output) {
        var api = Connection.open();
        output.print(api.post(path(api, piped) + "/disable", Map.of()), FIELDS);
        return Exit.DONE.code();
    }

    private static String path(Api api, String piped) {
        return "/pipeds/" + Api.part(Named.id(api.get("/pipeds").path("items"), "piped", piped));
    }

    private static String configuration(JsonNode made, Sealing sealing) {
        var key = Base64.getEncoder().encodeToString(made.path("key").asText().getBytes(StandardCharsets.UTF_8));
        return """
                apiVersion: pipecd.dev/v1beta1
                kind: Piped
                spec:
                  projectID: default
                  pipedID: %s
                  pipedKeyData: %s
                  apiAddress: %s
                  webAddress: %s
                  cluster: %s
                  syncInterval: 1m
                  sealing:
                    keys:
                      - id: %s
                        keyData: %s
                  repositories:
                    - repoId: my-repository
                      remote: git@example.com:my/repository.git
                      branch: main
                  platformProviders:
                    - name: kubernetes-default
                      type: KUBERNETES
                      config: {}
                """.formatted(
                        made.path("id").asText(),
                        key,
                        made.path("gateAddress").asText(),
                        made.path("webAddress").asText(),
                        made.path("cluster").asText(),
                        sealing.id(),
                        sealing.key());
    }

    private static byte[] fresh() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /// Never an argument, which others of the machine would see.
    private static byte[] read(Path file) {
        try {
            var key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IOException | IllegalArgumentException _) {
            // Said below.
        }
        throw new CommandFailure(
                Exit.USAGE,
                "--sealing-key-file: " + file + " (expected: a file with " + KEY_BYTES + " bytes in base64)");
    }

    /// The same for the same key, and nothing that could help to guess it.
    private static String fingerprint(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Sealing(String id, String key) {}
}
