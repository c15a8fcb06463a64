package io.penstock.controlplane.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.penstock.controlplane.error.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Argon2id with 19 MiB, two passes and one lane; never more than two at a time, since each takes a core for
/// 0.15 s.
final class Passwords {
    static final int SHORTEST = 10;
    private static final int LONGEST = 512;
    private static final Argon2Function FUNCTION = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Compared with when nobody has the name, so that the answer takes as long.
    private static final String NOBODY = hash(Secrets.fresh());

    private final Semaphore slots = new Semaphore(2);

    static String hash(String password) {
        return Password.hash(password).addRandomSalt(16).with(FUNCTION).getResult();
    }

    /// Whether the password is that of the hash; false, and as slow, without a hash.
    boolean fits(String password, @Nullable String hash) {
        if (password.length() > LONGEST) {
            return false;
        }
        try {
            if (!slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refusal.TooMany(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal.TooMany(PATIENCE);
        }
        try {
            return Password.check(password, hash == null ? NOBODY : hash).with(FUNCTION) && hash != null;
        } finally {
            slots.release();
        }
    }
}
