package io.penstock.controlplane.auth;

import io.penstock.controlplane.error.Leftover;
import io.penstock.controlplane.error.Problem;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.Json;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Does a write that carries an `Idempotency-Key` once: repeated, it gets the answer that was given. A key
/// belongs to one caller, one route and one body.
@Priority(Priorities.USER - 500)
public final class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String HEADER = "Idempotency-Key";
    private static final String PLACE = IdempotencyFilter.class.getName();
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_BODY = 1 << 20;

    private final Jdbi jdbi;

    @Context
    private @Nullable ResourceInfo resource;

    public IdempotencyFilter(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (AccessFilter.SAFE.contains(request.getMethod())) {
            return;
        }
        var body = request.getEntityStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            Leftover.discard(request.getEntityStream());
            throw new Refusal.TooLarge("body: longer than is read (expected: at most 1 MiB)");
        }
        request.setEntityStream(new ByteArrayInputStream(body));
        var key = request.getHeaderString(HEADER);
        if (key == null || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
            return;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new Refusal.Invalid(HEADER, key, "1 to " + LONGEST_KEY + " characters");
        }
        var route = request.getMethod() + " " + request.getUriInfo().getPath();
        begin(request, new IdempotencyDao.Place(caller.principal(), route, key), Secrets.sha256(body));
    }

    private void begin(ContainerRequestContext request, IdempotencyDao.Place place, byte[] bodyHash) {
        if (jdbi.withExtension(IdempotencyDao.class, dao -> dao.begin(place, bodyHash)) == 1) {
            request.setProperty(PLACE, place);
            return;
        }
        var kept = jdbi.withExtension(IdempotencyDao.class, dao -> dao.kept(place, bodyHash))
                .orElseThrow(() -> new Refusal.Conflict("The first request with this " + HEADER + " just failed."));
        if (!kept.sameBody()) {
            throw new Refusal.Invalid(HEADER, place.key(), "another key, this one was sent with another body");
        }
        if (kept.status() == null) {
            throw new Refusal.Conflict("The first request with this " + HEADER
                    + " has no answer yet. If it never gets one, look at what it did before you send another.");
        }
        if (kept.response() == null && kept.status() != 204) {
            throw new Refusal.Conflict("This was done already, and what it showed is shown only once.");
        }
        var type = kept.status() < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE;
        request.abortWith(Response.status(kept.status())
                .type(type)
                .entity(kept.response())
                .build());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(PLACE) instanceof IdempotencyDao.Place place)) {
            return;
        }
        var status = response.getStatus();
        if (status >= 500) {
            jdbi.useExtension(IdempotencyDao.class, dao -> dao.forget(place));
            return;
        }
        var entity = response.getEntity();
        var text = entity == null || (status < 400 && secret()) ? null : Json.write(entity);
        jdbi.useExtension(IdempotencyDao.class, dao -> dao.end(place, status, text));
    }

    private boolean secret() {
        return resource != null
                && resource.getResourceMethod() != null
                && Arrays.stream(resource.getResourceMethod().getAnnotations()).anyMatch(ShownOnce.class::isInstance);
    }
}
