package io.penstock.activities.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How the piped proves itself to Git hosts.
///
/// @param username for HTTPS; null or empty when the hosts ask for none
/// @param password for HTTPS, as text
/// @param sshKey a private key in OpenSSH or PEM form; null leaves SSH remotes without one
/// @param sshConfig the person's own SSH configuration, whose rules on host keys then count; null accepts a new
///     host's key at the first contact, keeps it, and refuses another one from then on
/// @param host the host name as SSH remotes spell it, with `hostName` the one to connect to
public record GitAccess(
        @Nullable String username,
        @Nullable String password,
        @Nullable String sshKey,
        @Nullable Path sshConfig,
        @Nullable String host,
        @Nullable String hostName) {
    /// No credential at all, as for files and public hosts.
    public static final GitAccess NONE = new GitAccess(null, null, null, null, null, null);

    @Override
    public String toString() {
        return "GitAccess[username=" + username + ", password=" + shown(password) + ", sshKey=" + shown(sshKey) + "]";
    }

    private static String shown(@Nullable String secret) {
        return secret == null ? "none" : "******";
    }
}
