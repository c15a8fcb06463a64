package io.penstock.controlplane.piped;

import io.penstock.controlplane.auth.Secrets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Whose a piped key is. What was read is believed for a second, or until a revocation is heard; while
/// PostgreSQL is away (and so nobody can revoke), for five minutes, so that what runs goes on.
public final class PipedKeys {
    private static final Pattern FORM = Pattern.compile("ppk_[A-Za-z0-9_-]{43}");
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);
    private static final int MAXIMUM = 10_000;
    private static final int SECRET_BYTES = 32;

    private final Jdbi database;
    private final ConcurrentHashMap<String, Seen> seen = new ConcurrentHashMap<>();

    public PipedKeys(Jdbi database) {
        this.database = database;
    }

    /// The piped that a key belongs to.
    public record Owner(UUID piped, String cluster, UUID key, Standing standing) {
        /// Whether it may enter.
        public boolean welcome() {
            return standing == Standing.WELCOME;
        }
    }

    /// How a known key stands.
    public enum Standing {
        WELCOME,
        /// The key was disabled.
        REVOKED,
        /// The piped was disabled.
        DISABLED
    }

    /// @param asked when PostgreSQL was last asked, with or without success
    private record Seen(Owner owner, long read, long asked) {}

    /// A new key: 256 bits that nobody can guess.
    static String generate() {
        var secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return "ppk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /// SHA-256 of a key: all that is stored of it.
    static byte[] hash(String secret) {
        return Secrets.sha256(secret);
    }

    /// Whose key this is, or null when it never was anybody's.
    ///
    /// @throws JdbiException when PostgreSQL is away and the key was not seen lately
    public @Nullable Owner owner(String secret) {
        var known = seen.get(name(secret));
        return known != null && System.nanoTime() - known.asked() < FRESH ? known.owner() : ownerNow(secret);
    }

    /// The same, asked of PostgreSQL now; while it is away, as it was known last.
    public @Nullable Owner ownerNow(String secret) {
        if (!FORM.matcher(secret).matches()) {
            return null;
        }
        var name = name(secret);
        try {
            var owner = read(secret);
            if (owner == null) {
                seen.remove(name);
            } else {
                remember(name, owner);
            }
            return owner;
        } catch (JdbiException e) {
            var known = seen.get(name);
            var now = System.nanoTime();
            if (known == null || now - known.read() > PATIENCE) {
                throw e;
            }
            seen.put(name, new Seen(known.owner(), known.read(), now));
            return known.owner();
        }
    }

    /// Whether the key was a piped's when it was asked of last: who guesses from the same address is not it.
    public boolean remembers(String secret) {
        return seen.containsKey(name(secret));
    }

    /// Forgets what is known of a piped's keys, since they changed.
    public void forget(UUID piped) {
        seen.values().removeIf(known -> known.owner().piped().equals(piped));
    }

    /// Forgets everything, since something may have been missed.
    public void forgetAll() {
        seen.clear();
    }

    private void remember(String name, Owner owner) {
        var now = System.nanoTime();
        if (seen.size() >= MAXIMUM) {
            seen.values().removeIf(known -> now - known.asked() > FRESH);
        }
        seen.put(name, new Seen(owner, now, now));
    }

    private @Nullable Owner read(String secret) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT p.id, p.cluster, k.id AS key, CASE
                            WHEN k.disabled_at IS NOT NULL THEN 'REVOKED'
                            WHEN p.disabled_at IS NOT NULL THEN 'DISABLED'
                            ELSE 'WELCOME' END AS standing
                        FROM piped_key k JOIN piped p ON p.id = k.piped WHERE k.hash = :hash""")
                .bind("hash", hash(secret))
                .map((row, _) -> new Owner(
                        row.getObject("id", UUID.class),
                        row.getString("cluster"),
                        row.getObject("key", UUID.class),
                        Standing.valueOf(row.getString("standing"))))
                .findOne()
                .orElse(null));
    }

    private static String name(String secret) {
        return HexFormat.of().formatHex(hash(secret));
    }
}
