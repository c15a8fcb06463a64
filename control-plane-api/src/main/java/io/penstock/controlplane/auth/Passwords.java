package io.penstock.controlplane.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.penstock.controlplane.error.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Argon2id with 19 MiB, two passes and one lane; never more than two at a time, since each takes a core for
/// 0.15 s.
final class Passwords {
    static final String EXPECTED = "10 to 512 characters";
    static final Semaphore SLOTS = new Semaphore(2);
    private static final int SHORTEST = 10;
    private static final int LONGEST = 512;
    private static final Argon2Function FUNCTION = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Compared with when nobody has the name, so that the answer takes as long.
    private static final String NOBODY = hash(Secrets.fresh());

    private Passwords() {}

    /// Whether somebody may have this password.
    static boolean taken(String password) {
        return password.length() >= SHORTEST && password.length() <= LONGEST;
    }

    static String hash(String password) {
        return inSlot(
                () -> Password.hash(password).addRandomSalt(16).with(FUNCTION).getResult());
    }

    /// Whether the password is that of the hash; false, and as slow, without a hash.
    static boolean fits(String password, @Nullable String hash) {
        return password.length() <= LONGEST
                && inSlot(() ->
                        Password.check(password, hash == null ? NOBODY : hash).with(FUNCTION) && hash != null);
    }

    private static <T> T inSlot(Supplier<T> work) {
        try {
            if (!SLOTS.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refusal.TooMany(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal.TooMany(PATIENCE);
        }
        try {
            return work.get();
        } finally {
            SLOTS.release();
        }
    }
}
