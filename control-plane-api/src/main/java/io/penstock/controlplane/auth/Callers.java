package io.penstock.controlplane.auth;

import io.dropwizard.lifecycle.Managed;
import io.penstock.controlplane.Rounds;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Finds out who presents a session or a key, and forgets what has expired.
public final class Callers implements Managed {
    public static final String COOKIE = "penstock_session";
    private static final String SCHEME = "Bearer ";
    private static final Pattern KEY = Pattern.compile("psk_([a-z0-9]{6,32})_[A-Za-z0-9_-]{32,128}");
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Rounds rounds = new Rounds("forgetting", PAUSE, this::forget);

    public Callers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What a request presents: the value of `Authorization` and that of the session cookie.
    public record Credentials(
            @Nullable String authorization, @Nullable String session) {
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    /// Who presents these now; empty when nobody that is known does. A key goes before a session.
    public Optional<Caller> caller(Credentials credentials) {
        if (credentials.authorization != null) {
            return credentials.authorization.startsWith(SCHEME)
                    ? byKey(credentials.authorization.substring(SCHEME.length()).strip())
                    : Optional.empty();
        }
        return credentials.session == null ? Optional.empty() : bySession(credentials.session);
    }

    private Optional<Caller> bySession(String session) {
        return dao(dao -> dao.session(Secrets.sha256(session)))
                .map(row -> new Caller("person:" + row.person(), row.name(), row.role(), row.expiresAt()));
    }

    private Optional<Caller> byKey(String key) {
        var form = KEY.matcher(key);
        if (!form.matches()) {
            return Optional.empty();
        }
        var found = dao(dao -> dao.key(form.group(1)))
                .filter(row -> MessageDigest.isEqual(row.hash(), Secrets.sha256(key)));
        found.ifPresent(row -> jdbi.useExtension(AccessDao.class, dao -> dao.used(row.id())));
        return found.map(row -> new Caller("key:" + row.id(), row.name(), row.role(), null));
    }

    /// The id in a key of the right form.
    static Optional<String> keyId(String key) {
        var form = KEY.matcher(key);
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }

    Session open(AccessDao.SignInRow person, Duration length) {
        var value = Secrets.fresh();
        var until = Instant.now().plus(length);
        jdbi.useExtension(AccessDao.class, dao -> dao.open(Secrets.sha256(value), person.id(), until));
        return new Session(value, new Caller("person:" + person.id(), person.name(), person.role(), until));
    }

    void close(String session) {
        jdbi.useExtension(AccessDao.class, dao -> dao.close(Secrets.sha256(session)));
    }

    Optional<AccessDao.SignInRow> named(String name) {
        return dao(dao -> dao.signIn(name));
    }

    /// A session that was just opened; its value is known here and to the browser only.
    record Session(String value, Caller caller) {
        @Override
        public String toString() {
            return "Session";
        }
    }

    @Override
    public void start() {
        rounds.start();
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    private void forget() {
        jdbi.useExtension(AccessDao.class, AccessDao::forgetSessions);
        jdbi.useExtension(AccessDao.class, AccessDao::forgetAnswers);
    }

    private <T> Optional<T> dao(Function<AccessDao, Optional<T>> query) {
        return jdbi.withExtension(AccessDao.class, query::apply);
    }
}
