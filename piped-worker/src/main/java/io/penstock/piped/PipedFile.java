package io.penstock.piped;

import io.penstock.activities.bundle.SealingKey;
import io.penstock.activities.git.GitAccess;
import io.penstock.activities.git.Remote;
import io.penstock.workflows.config.ConfigException;
import io.penstock.workflows.config.ConfigFile;
import io.penstock.workflows.config.PipedConfig;
import io.penstock.workflows.config.Secret;
import io.penstock.workflows.config.Severity;
import io.penstock.workflows.id.RepositoryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The piped's file with everything that it points at: the key, Git's credentials, the sealing keys.
///
/// @param key what the piped shows at both doors
record PipedFile(PipedConfig config, String key, GitAccess git, List<Remote> remotes, List<SealingKey> sealing) {
    private static final Logger log = LoggerFactory.getLogger(PipedFile.class);

    /// Reads the file; whatever is wrong is one `ConfigException` with a line for each fault.
    static PipedFile read(Path path) {
        var file = ConfigFile.read(path.toString(), bytes("--config", path));
        for (var fault : file.faults()) {
            if (fault.severity() == Severity.WARNING) {
                log.warn("{}", fault.describe(path.toString()));
            }
        }
        if (file.value() instanceof PipedConfig config) {
            return new PipedFile(config, key(config), git(config), remotes(config), sealing(config));
        }
        if (file.value() == null) {
            var errors = file.faults().stream()
                    .filter(fault -> fault.severity() == Severity.ERROR)
                    .toList();
            throw new ConfigException(path.toString(), errors);
        }
        throw new ConfigException(path + ": kind: " + file.kind() + " (expected: Piped)");
    }

    /// Every value that must never leave the piped.
    List<String> credentials() {
        var all = new ArrayList<String>();
        all.add(key);
        add(all, git.password());
        add(all, git.sshKey());
        for (var each : sealing) {
            all.add(Base64.getEncoder().encodeToString(each.secret().getEncoded()));
        }
        for (var remote : remotes) {
            all.addAll(remote.credentials());
        }
        return all;
    }

    private static void add(List<String> all, @Nullable String value) {
        if (value != null) {
            all.add(value);
        }
    }

    private static String key(PipedConfig config) {
        var key = config.pipedKeyFile().isEmpty()
                ? text("pipedKeyData", decoded("pipedKeyData", config.pipedKeyData()))
                : text("pipedKeyFile", bytes("pipedKeyFile", Path.of(config.pipedKeyFile())));
        if (key.isEmpty() || !key.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new ConfigException("pipedKey: not a key (expected: one line, as `penstock piped register` prints)");
        }
        return key;
    }

    private static GitAccess git(PipedConfig config) {
        var git = config.git();
        var sshKey = !git.sshKeyFile().isEmpty()
                ? new String(bytes("git.sshKeyFile", Path.of(git.sshKeyFile())), StandardCharsets.UTF_8)
                : git.sshKeyData().absent()
                        ? null
                        : new String(decoded("git.sshKeyData", git.sshKeyData()), StandardCharsets.UTF_8);
        return new GitAccess(
                git.username(),
                git.password().absent() ? null : text("git.password", decoded("git.password", git.password())),
                sshKey,
                git.sshConfigFilePath().isEmpty() ? null : Path.of(git.sshConfigFilePath()),
                git.host(),
                git.hostName().isEmpty() ? null : git.hostName());
    }

    private static List<Remote> remotes(PipedConfig config) {
        return config.repositories().stream()
                .map(each -> new Remote(new RepositoryId(each.repoId()), each.remote(), each.branch()))
                .toList();
    }

    private static List<SealingKey> sealing(PipedConfig config) {
        return config.sealing().keys().stream()
                .map(key -> {
                    var where = "sealing.keys." + key.id();
                    var bytes = key.keyFile().isEmpty()
                            ? decoded(where, key.keyData())
                            : decoded(where, new Secret(text(where, bytes(where, Path.of(key.keyFile())))));
                    return SealingKey.of(key.id(), bytes);
                })
                .toList();
    }

    private static String text(String field, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.indexOf('\0') >= 0) {
            throw new ConfigException(field + ": not a text (expected: UTF-8)");
        }
        return text;
    }

    private static byte[] decoded(String field, Secret secret) {
        try {
            return Base64.getMimeDecoder().decode(secret.value());
        } catch (IllegalArgumentException _) {
            throw new ConfigException(field + ": not readable (expected: base64)");
        }
    }

    private static byte[] bytes(String field, Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ConfigException(
                    field + ": " + path + ": " + e.getClass().getSimpleName() + " (expected: a readable file)");
        }
    }

    @Override
    public String toString() {
        return "PipedFile[" + config.pipedID() + "]";
    }
}
