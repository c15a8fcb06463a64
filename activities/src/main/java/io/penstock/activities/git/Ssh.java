package io.penstock.activities.git;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConstants;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/// SSH as the piped's file describes it, without a look at the user's own keys.
final class Ssh {
    private Ssh() {}

    static SshdSessionFactory sessions(GitAccess access, Path folder) throws IOException {
        var knownHosts = Files.createDirectories(folder).resolve("known_hosts");
        if (Files.notExists(knownHosts)) {
            // keys of new hosts are kept only in a file that exists
            Files.createFile(knownHosts);
        }
        var keys = keys(access);
        var builder = new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(folder.toFile())
                .setSshDirectory(folder.toFile())
                .setDefaultIdentities(_ -> List.of())
                .setDefaultKeysProvider(_ -> keys)
                .setDefaultKnownHostsFiles(_ -> List.of(
                        knownHosts,
                        Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"),
                        Path.of("/etc/ssh/ssh_known_hosts")));
        var config = access.sshConfig();
        if (config == null) {
            var host = new Rules(access);
            builder.setConfigStoreFactory((File _, File _, String _) -> host);
        } else {
            builder.setConfigFile(_ -> config.toFile());
        }
        return builder.build(null);
    }

    private static List<KeyPair> keys(GitAccess access) {
        var text = access.sshKey();
        if (text == null) {
            return List.of();
        }
        var name = NamedResource.ofName("git.sshKey");
        try (var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            var found = SecurityUtils.loadKeyPairIdentities(null, name, in, null);
            if (found != null && found.iterator().hasNext()) {
                return List.of(found.iterator().next());
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "git.sshKey: not readable as a key (expected: a private key in OpenSSH or PEM form, no passphrase)",
                    e);
        }
        throw new IllegalArgumentException("git.sshKey: no key in it (expected: a private key in OpenSSH or PEM form)");
    }

    /// The rules for every host: a new host's key is kept, a changed one refused.
    private record Rules(GitAccess access) implements SshConfigStore {
        @Override
        public HostConfig lookup(String hostName, int port, String userName) {
            var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            options.put(SshConstants.STRICT_HOST_KEY_CHECKING, "accept-new");
            options.put(SshConstants.IDENTITY_AGENT, SshConstants.NONE);
            var other = access.hostName();
            if (other != null && hostName.equals(access.host())) {
                options.put(SshConstants.HOST_NAME, other);
            }
            return new Host(options);
        }

        @Override
        public HostConfig lookupDefault(String hostName, int port, String userName) {
            return lookup(hostName, port, userName);
        }
    }

    private record Host(Map<String, String> options) implements SshConfigStore.HostConfig {
        @Override
        public @Nullable String getValue(String key) {
            return options.get(key);
        }

        @Override
        public List<String> getValues(String key) {
            var value = options.get(key);
            return value == null ? List.of() : List.of(value);
        }

        @Override
        public Map<String, String> getOptions() {
            return options;
        }

        @Override
        public Map<String, List<String>> getMultiValuedOptions() {
            return Map.of();
        }
    }
}
