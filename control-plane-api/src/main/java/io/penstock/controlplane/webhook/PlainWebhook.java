package io.penstock.controlplane.webhook;

import io.penstock.controlplane.error.Leftover;
import io.penstock.controlplane.error.Problem;
import io.penstock.controlplane.error.ProblemMapper;
import io.penstock.controlplane.error.Refusal;
import io.penstock.controlplane.outbox.Outbox;
import io.penstock.workflows.Json;
import io.penstock.workflows.id.ClusterName;
import io.penstock.workflows.id.RepositoryId;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /webhooks/plain`: a repository moved. The pipeds that know it fetch at once, and what is parked because
/// of it looks again; nothing else is taken from the call, so that a false one costs a fetch. Signed by
/// `X-Penstock-Signature: sha256=<hex HMAC of the body>`.
public final class PlainWebhook extends HttpServlet {
    public static final String PATH = "/webhooks/plain";
    private static final Logger log = LoggerFactory.getLogger(PlainWebhook.class);
    private static final long serialVersionUID = 1;
    private static final String SIGNATURE = "X-Penstock-Signature";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST = 64 * 1024;

    private final transient Jdbi jdbi;
    private final transient @Nullable Path secretFile;

    /// @param secretFile null refuses every call
    public PlainWebhook(Jdbi jdbi, @Nullable Path secretFile) {
        this.jdbi = jdbi;
        this.secretFile = secretFile;
    }

    /// @param repository its id or its address, as a piped's file names it
    /// @param ref the branch that moved, null means any
    record Push(
            @Nullable String repository,
            @Nullable String ref,
            @Nullable String before,
            @Nullable String after) {}

    /// @param clusters whose pipeds were told
    record Told(int clusters) {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            var body = request.getInputStream().readNBytes(LONGEST + 1);
            if (body.length > LONGEST) {
                Leftover.discard(request.getInputStream());
                throw new Refusal.TooLarge("body: longer than is read (expected: at most 64 KiB)");
            }
            check(body, request.getHeader(SIGNATURE));
            answer(response, 202, new Told(tell(Json.wire().readValue(body, Push.class))));
        } catch (Refusal | IOException | JdbiException e) {
            var problem = ProblemMapper.problem(e);
            ProblemMapper.tell(problem, "POST", PATH, e);
            answer(response, problem.status(), problem);
        }
    }

    private void check(byte[] body, @Nullable String signature) {
        if (secretFile == null || signature == null || !signature.startsWith("sha256=")) {
            throw new Refusal.Unauthenticated();
        }
        if (!MessageDigest.isEqual(given(signature), sign(body, secret(secretFile)))) {
            throw new Refusal.Unauthenticated();
        }
    }

    private static byte[] given(String signature) {
        try {
            return HexFormat.of()
                    .parseHex(signature.substring("sha256=".length()).strip());
        } catch (IllegalArgumentException _) {
            throw new Refusal.Unauthenticated();
        }
    }

    private static String secret(Path file) {
        try {
            var secret = Files.readString(file).strip();
            if (!secret.isEmpty()) {
                return secret;
            }
            log.error("auth.webhookSecretFile: {} is empty (expected: a secret)", file);
        } catch (IOException e) {
            log.error("auth.webhookSecretFile: {} cannot be read", file, e);
        }
        throw new Refusal.Unavailable("The secret of webhooks cannot be read here. The log says why.");
    }

    static byte[] sign(byte[] body, String secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private int tell(@Nullable Push push) {
        if (push == null || push.repository == null || push.repository.isBlank()) {
            throw new Refusal.Invalid("repository", "", "the repository's id or address");
        }
        return jdbi.inTransaction(handle -> {
            var repositories = handle.createQuery("""
                        SELECT cluster, id, cause IS NOT NULL, pg_notify('penstock', 'fetch:' || cluster || '/' || id)
                        FROM repository
                        WHERE (id = :repository OR remote = :repository)
                          AND (branch IS NULL OR CAST(:ref AS text) IS NULL OR :ref IN (branch, 'refs/heads/' || branch))
                        """)
                    .bind("repository", push.repository)
                    .bind("ref", push.ref)
                    .map((row, _) -> new Moved(
                            new ClusterName(row.getString(1)), new RepositoryId(row.getString(2)), row.getBoolean(3)))
                    .list();
            for (var repository : repositories) {
                if (repository.stuck()) {
                    Outbox.watch(handle, repository.cluster(), repository.id());
                }
                Outbox.configuration(handle, repository.cluster(), repository.id());
            }
            return repositories.size();
        });
    }

    /// A repository that moved, and whether its watch is parked and does not listen for news of it.
    private record Moved(ClusterName cluster, RepositoryId id, boolean stuck) {}

    private static void answer(HttpServletResponse response, int status, Object body) throws IOException {
        response.setStatus(status);
        response.setContentType(body instanceof Problem ? Problem.MEDIA_TYPE : "application/json");
        response.getOutputStream().write(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }
}
