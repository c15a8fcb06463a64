package io.penstock.controlplane.auth;

import io.penstock.controlplane.answer.Answers;
import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.Required;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.error.Faults;
import io.penstock.controlplane.error.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Signing in and out, and who one is.
@Path("/v1/session")
public final class SessionResource {
    private final Callers callers;
    private final Duration length;
    private final boolean secure;
    private final Attempts attempts = new Attempts(InstantSource.system());

    /// @param webAddress where people reach the installation: by `https` behind a proxy too
    public SessionResource(Callers callers, AuthConfig config, URI webAddress) {
        this.callers = callers;
        this.length = config.sessionLength();
        this.secure = "https".equalsIgnoreCase(webAddress.getScheme());
    }

    /// What a person signs in with.
    public record SignIn(
            @Required @Nullable String user,
            @Required @Nullable String password) {
        @Override
        public String toString() {
            return "SignIn";
        }
    }

    /// @param expiresAt null where a key is used
    public record SessionView(
            UserView user, @Millis @Nullable Instant expiresAt) implements View {}

    /// A caller. `role` decides what the console offers; what may be done is decided here.
    public record UserView(String id, String name, Role role) implements View {}

    @POST
    @Answers(body = SessionView.class)
    public Response signIn(@Nullable SignIn body, @Context HttpServletRequest request) {
        var faults = new Faults();
        var name = faults.required("user", body == null ? null : body.user(), Function.identity());
        var password = faults.required("password", body == null ? null : body.password(), Function.identity());
        faults.refuse();
        attempts.count(name.orElseThrow(), request.getRemoteAddr());
        var person = callers.named(name.orElseThrow());
        var hash = person.map(AccessDao.SignInRow::passwordHash).orElse(null);
        if (!Passwords.fits(password.orElseThrow(), hash)) {
            throw new Refusal.Unauthenticated("The name or the password is wrong.");
        }
        attempts.succeeded(name.orElseThrow(), request.getRemoteAddr());
        var session = callers.open(person.orElseThrow(), length);
        return Response.ok(view(session.caller()))
                .cookie(cookie(session.value(), (int) length.toSeconds(), secure || request.isSecure()))
                .build();
    }

    @GET
    public SessionView session(@Context SecurityContext security) {
        return view(Caller.of(security));
    }

    @DELETE
    @Answers(204)
    public Response signOut(
            @CookieParam(Callers.COOKIE) @Nullable String session, @Context HttpServletRequest request) {
        if (session != null) {
            callers.close(session);
        }
        return Response.noContent()
                .cookie(cookie("", 0, secure || request.isSecure()))
                .build();
    }

    private static SessionView view(Caller caller) {
        return new SessionView(new UserView(caller.id(), caller.name(), caller.role()), caller.until());
    }

    private static NewCookie cookie(String value, int seconds, boolean secure) {
        return new NewCookie.Builder(Callers.COOKIE)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
