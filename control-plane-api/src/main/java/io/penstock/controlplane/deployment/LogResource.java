package io.penstock.controlplane.deployment;

import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.error.Refusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The lines that stages wrote, to follow and to keep.
@Path("/v1/deployments/{id}/logs")
public final class LogResource {
    private static final int LINES = 1_000;
    private static final int MOST_LINES = 5_000;
    private static final int ALL_STAGES = -1;

    private final Jdbi jdbi;
    private final Deployments deployments;

    public LogResource(Jdbi jdbi, Deployments deployments) {
        this.jdbi = jdbi;
        this.deployments = deployments;
    }

    /// @param id what `after` takes
    /// @param stage the stage's id
    /// @param offset the line's number within the attempt
    public record LogLineView(
            long id,
            String stage,
            int attempt,
            long offset,
            @Millis Instant time,
            String line) implements View {}

    /// Lines after the one with the id `after`, oldest first. `next` is what to send as `after` for the lines
    /// that come later; who follows does so until nothing comes, and again when the stream names the deployment
    /// under `log`.
    @GET
    public Page<LogLineView> lines(
            @PathParam("id") String id,
            @QueryParam("stage") @Nullable String stage,
            @QueryParam("after") @Nullable Long after,
            @QueryParam("limit") @Nullable Integer limit) {
        var deployment = deployments.get(Deployments.id(id)).id();
        var stages = deployments.stages(deployment);
        var wanted = stage == null || stage.isBlank() ? ALL_STAGES : index(stages, stage);
        var size = limit == null ? LINES : Math.clamp(limit, 1, MOST_LINES);
        var names = stages.stream().collect(Collectors.toMap(StageRow::index, StageRow::id));
        var rows = jdbi.withExtension(
                DeploymentDao.class, dao -> dao.log(deployment, wanted, after == null ? 0 : after, size));
        var views = rows.stream().map(row -> view(row, names)).toList();
        return new Page<>(
                views,
                views.isEmpty()
                        ? (after == null ? null : Long.toString(after))
                        : Long.toString(views.getLast().id()));
    }

    @GET
    @Path("download")
    @Produces(MediaType.TEXT_PLAIN)
    public Response download(@PathParam("id") String id, @QueryParam("stage") @Nullable String stage) {
        var deployment = deployments.get(Deployments.id(id));
        var stages = deployments.stages(deployment.id());
        var wanted = stage == null || stage.isBlank() ? ALL_STAGES : index(stages, stage);
        var names = stages.stream().collect(Collectors.toMap(StageRow::index, StageRow::name));
        var name = deployment.application().replaceAll("[^-_.A-Za-z0-9]", "_");
        var file = name + "-" + deployment.id() + ".log";
        StreamingOutput body = out -> write(out, deployment.id(), wanted, names);
        return Response.ok(body, MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
                .build();
    }

    private void write(OutputStream out, UUID deployment, int stage, Map<Integer, String> names) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        for (long after = 0; ; ) {
            var from = after;
            var rows = jdbi.withExtension(DeploymentDao.class, dao -> dao.log(deployment, stage, from, MOST_LINES));
            for (var row : rows) {
                line(writer, row, names);
            }
            if (rows.size() < MOST_LINES) {
                break;
            }
            after = rows.getLast().id();
        }
        writer.flush();
    }

    private static void line(Writer writer, DeploymentDao.LogRow row, Map<Integer, String> names) throws IOException {
        writer.write(row.at() + " " + names.getOrDefault(row.stage(), Integer.toString(row.stage())) + "#"
                + row.attempt() + " " + row.text() + "\n");
    }

    private static LogLineView view(DeploymentDao.LogRow row, Map<Integer, String> names) {
        var stage = names.getOrDefault(row.stage(), Integer.toString(row.stage()));
        return new LogLineView(row.id(), stage, row.attempt(), row.line(), row.at(), row.text());
    }

    private static int index(List<StageRow> stages, String stage) {
        return StageRow.find(stages, stage)
                .map(StageRow::index)
                .orElseThrow(() -> new Refusal.NotFound("stage", stage));
    }
}
