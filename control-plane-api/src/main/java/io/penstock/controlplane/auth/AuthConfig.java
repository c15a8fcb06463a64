package io.penstock.controlplane.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may sign in, for how long, and under which names the installation is reached.
///
/// @param session how long a session lasts, 7 days unless said
/// @param initialUser the name of the first person, `admin` unless said
/// @param initialPasswordFile the password of the first person, used once, when there are no people yet
/// @param initialApiKeyFile a key `psk_<id>_<secret>` that may write, entered at start when its id is not known yet
/// @param webhookSecretFile the secret that signs webhooks; without it they are refused
/// @param hosts names that requests may carry in `Host`, without port, beside that of the web address; the loopback
///     names unless said
public record AuthConfig(
        @Nullable Duration session,
        @Nullable String initialUser,
        @Nullable Path initialPasswordFile,
        @Nullable Path initialApiKeyFile,
        @Nullable Path webhookSecretFile,
        @Nullable List<String> hosts) {
    /// Nothing said: everything as it is unless said.
    public static final AuthConfig USUAL = new AuthConfig(null, null, null, null, null, null);

    private static final Duration WEEK = Duration.ofDays(7);
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    Duration sessionLength() {
        return session == null ? WEEK : session;
    }

    String firstUser() {
        return initialUser == null ? "admin" : initialUser;
    }

    List<String> hostNames() {
        return hosts == null || hosts.isEmpty() ? LOOPBACK : hosts;
    }
}
