package io.penstock.controlplane.gate;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.penstock.controlplane.piped.PipedKeys;
import io.penstock.controlplane.piped.Quota;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Lets in who shows a key of an enabled piped, within its quotas, before a byte of the request is read.
final class Doorkeeper implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> INCARNATION =
            Metadata.Key.of("penstock-incarnation", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";
    private static final int BURST_SECONDS = 4;

    private final PipedKeys keys;
    private final Incarnations incarnations;
    private final GateMeters meters;
    private final Quota attempts;
    private final Quota calls;
    private final Reading reading;

    Doorkeeper(PipedKeys keys, Incarnations incarnations, GateLimits limits, GateMeters meters) {
        this.keys = keys;
        this.incarnations = incarnations;
        this.meters = meters;
        attempts = new Quota(limits.attempts(), 1);
        calls = new Quota(limits.calls() * BURST_SECONDS, limits.calls());
        reading = new Reading(limits.reading());
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        try {
            var caller = admit(call, headers);
            incarnations.seen(caller);
            var context = Context.current().withValue(Caller.KEY, caller);
            return reading.until(Contexts.interceptCall(context, call, headers, next), caller.cluster());
        } catch (Refusal refusal) {
            meters.refused(refusal.status.getCode());
            call.close(refusal.status, new Metadata());
            return new Listener<>() {};
        }
    }

    private Caller admit(ServerCall<?, ?> call, Metadata headers) throws Refusal {
        var connection = Connection.of(call);
        var address = Connection.address(call);
        var secret = secret(headers);
        if (!connection.known() && !attempts.left(address) && (secret == null || !keys.remembers(secret))) {
            throw new Refusal(Status.RESOURCE_EXHAUSTED, "too many wrong keys from " + address);
        }
        var owner = secret == null ? null : owner(secret);
        if (secret == null || owner == null) {
            attempts.take(address);
            throw new Refusal(Status.UNAUTHENTICATED, "piped key: not known (expected: authorization: Bearer <key>)");
        }
        switch (owner.standing()) {
            case REVOKED -> throw new Refusal(Status.UNAUTHENTICATED, "piped key: revoked (expected: a newer one)");
            case DISABLED -> throw new Refusal(Status.PERMISSION_DENIED, "piped " + owner.piped() + ": disabled");
            case WELCOME -> connection.recognise();
        }
        if (!calls.take(owner.cluster())) {
            throw new Refusal(Status.RESOURCE_EXHAUSTED, "too many calls of cluster " + owner.cluster());
        }
        var caller = new Caller(owner, secret, incarnation(headers), connection);
        if (!connection.mayCarry(caller)) {
            throw new Refusal(
                    Status.RESOURCE_EXHAUSTED, "penstock-incarnation: another (expected: few processes a connection)");
        }
        if (!reading.enter(owner.cluster())) {
            throw new Refusal(Status.RESOURCE_EXHAUSTED, "too many unfinished requests of cluster " + owner.cluster());
        }
        return caller;
    }

    private PipedKeys.@Nullable Owner owner(String secret) throws Refusal {
        try {
            return keys.owner(secret);
        } catch (JdbiException _) {
            throw new Refusal(Status.UNAVAILABLE, "the key cannot be checked: PostgreSQL does not answer");
        }
    }

    private static @Nullable String secret(Metadata headers) {
        var authorization = headers.get(AUTHORIZATION);
        return authorization == null || !authorization.startsWith(BEARER)
                ? null
                : authorization.substring(BEARER.length()).strip();
    }

    private static @Nullable UUID incarnation(Metadata headers) throws Refusal {
        var text = headers.get(INCARNATION);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new Refusal(Status.INVALID_ARGUMENT, "penstock-incarnation: not a UUID (expected: a UUID)");
        }
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Status status;

        Refusal(Status status, String sentence) {
            super(sentence, null, false, false);
            this.status = status.withDescription(sentence);
        }
    }
}
