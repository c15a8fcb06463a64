package io.penstock.controlplane.error;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.EOFException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.HexFormat;
import java.util.List;
import org.glassfish.jersey.server.ParamException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever ended a request into a problem document: the one place where an exception gets its status.
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);
    private static final SecureRandom random = new SecureRandom();

    /// PostgreSQL's `character_not_in_repertoire`.
    private static final String NOT_TEXT = "22021";
    private static final String TAKEN = "23505";

    @Context
    private @Nullable UriInfo uri;

    @Context
    private @Nullable Request request;

    @Override
    public Response toResponse(Throwable thrown) {
        var problem = problem(thrown);
        tell(problem, request == null ? "" : request.getMethod(), uri == null ? "" : uri.getPath(), thrown);
        var response = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header("X-Request-Id", problem.id())
                .entity(problem);
        if (thrown instanceof Refusal.TooMany many) {
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, many.after().toSeconds()));
        }
        if (thrown instanceof NotAllowedException refused) {
            response.allow(refused.getResponse().getAllowedMethods());
        }
        return response.build();
    }

    /// The problem document of an exception, with a new id.
    public static Problem problem(Throwable thrown) {
        return switch (thrown) {
            case Refusal refusal -> refused(refusal);
            case JsonMappingException e when e.getCause() instanceof Refusal refusal -> refused(refusal);
            case StreamConstraintsException e -> problem(413, "too-large", "Too large", first(e));
            case JsonParseException e -> problem(400, "malformed", "Not readable as JSON", place(e) + first(e));
            case JsonMappingException e -> unreadable(e);
            case ParamException e -> parameter(e);
            case NotFoundException _ -> problem(404, "not-found", "Not found", "There is nothing at this address.");
            case NotAllowedException _ ->
                problem(405, "method", "Method not allowed", "This address does not take this method.");
            case NotSupportedException _ ->
                problem(415, "media-type", "Media type not taken", "Content-Type: (expected: application/json)");
            case WebApplicationException e -> other(e);
            case EOFException _ -> problem(400, "malformed", "Not readable", "The request ended too early.");
            case JdbiException e
            when state(e).equals(NOT_TEXT) ->
                problem(
                        422,
                        "invalid",
                        "Fields are at fault",
                        "A character that is no text (expected: text without NUL).");
            case JdbiException e
            when state(e).equals(TAKEN) ->
                problem(
                        409,
                        "conflict",
                        "Does not fit how things stand",
                        "Another one of this name or at this place was made in the same moment.");
            case JdbiException e
            when away(e) ->
                problem(503, "unavailable", "Not available", "The database does not answer. Try again in a moment.");
            default ->
                problem(500, "internal", "Internal error", "Something failed here. The id leads to it in the log.");
        };
    }

    private static Problem refused(Refusal refusal) {
        var sentence = refusal.sentence();
        return switch (refusal) {
            case Refusal.Malformed _ -> problem(400, "malformed", "Not readable", sentence);
            case Refusal.Unauthenticated _ -> problem(401, "unauthenticated", "Not signed in", sentence);
            case Refusal.Forbidden _ -> problem(403, "forbidden", "Not allowed", sentence);
            case Refusal.NotFound _ -> problem(404, "not-found", "Not found", sentence);
            case Refusal.Conflict _ -> problem(409, "conflict", "Does not fit how things stand", sentence);
            case Refusal.TooLarge _ -> problem(413, "too-large", "Too large", sentence);
            case Refusal.Misdirected _ -> problem(421, "misdirected", "Another host was meant", sentence);
            case Refusal.Invalid invalid ->
                new Problem(Problem.TYPE + "invalid", "Fields are at fault", 422, sentence, id(), invalid.faults());
            case Refusal.TooMany _ -> problem(429, "too-many", "Too many tries", sentence);
            case Refusal.Unavailable _ -> problem(503, "unavailable", "Not available", sentence);
        };
    }

    private static Problem unreadable(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException cause) {
            var fault = Problem.FieldFault.of(field(e), null, String.valueOf(cause.getMessage()));
            return new Problem(
                    Problem.TYPE + "invalid", "Fields are at fault", 422, fault.message(), id(), List.of(fault));
        }
        var fault = new Problem.FieldFault(field(e), null, "another type", place(e) + first(e));
        return new Problem(Problem.TYPE + "malformed", "Not readable", 400, fault.message(), id(), List.of(fault));
    }

    private static Problem parameter(ParamException e) {
        return refused(new Refusal.Invalid(List.of(
                Problem.FieldFault.of(e.getParameterName(), null, "a value of the type that the description names"))));
    }

    private static Problem other(WebApplicationException e) {
        var status = e.getResponse().getStatus();
        if (e instanceof ForbiddenException) {
            return refused(new Refusal.Forbidden());
        }
        if (e.getCause() instanceof JacksonException cause) {
            return problem(cause);
        }
        var reason = e.getResponse().getStatusInfo().getReasonPhrase();
        return problem(status, "http-" + status, reason, reason + ".");
    }

    private static Problem problem(int status, String type, String title, String detail) {
        return new Problem(Problem.TYPE + type, title, status, detail, id(), List.of());
    }

    private static boolean away(Throwable thrown) {
        for (var cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException
                    || (cause instanceof SQLException sql
                            && sql.getSQLState() != null
                            && (sql.getSQLState().startsWith("08")
                                    || sql.getSQLState().startsWith("57P")))) {
                return true;
            }
        }
        return false;
    }

    private static String state(Throwable thrown) {
        return thrown.getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }

    private static String field(JsonMappingException e) {
        var path = new StringBuilder();
        for (var reference : e.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }

    /// The first line of what Jackson says, without the names of our classes.
    private static String first(JacksonException e) {
        var line = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not readable");
        return Problem.FieldFault.shortened(line.replaceAll("`?(?:java|io|com)\\.[\\w.$]+`?", "another type"));
    }

    /// Writes into the log what was answered; of what failed here with its cause.
    public static void tell(Problem problem, String method, String path, Throwable thrown) {
        var line = line(problem, method, path);
        if (problem.status() >= 500) {
            log.error("{}", line, thrown);
        } else {
            log.info("{}: {}", line, Problem.plain(problem.detail()));
        }
    }

    /// What was asked may hold line breaks, with which a caller would write lines of its own into the log.
    static String line(Problem problem, String method, String path) {
        return Problem.plain(problem.id() + " " + problem.status() + " " + method + " " + path);
    }

    private static String id() {
        var bytes = new byte[6];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
