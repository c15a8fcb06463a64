package io.penstock.controlplane.deployment;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.penstock.controlplane.answer.Cursor;
import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.deployment.DeploymentView.StageView;
import io.penstock.controlplane.deployment.DeploymentView.WaitingView;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.deployment.DeploymentStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Deployments: list, get, stages, facts, and why one is not moving.
@Path("/v1/deployments")
public final class DeploymentsResource {
    private static final int FACTS = 500;

    private final Jdbi jdbi;
    private final Deployments deployments;
    private final Function<String, Collection<UUID>> applications;

    /// @param applications the ids of the applications that a name or id means; refuses when there are none
    public DeploymentsResource(Jdbi jdbi, Deployments deployments, Function<String, Collection<UUID>> applications) {
        this.jdbi = jdbi;
        this.deployments = deployments;
        this.applications = applications;
    }

    /// The answer to "why is it not moving?".
    ///
    /// @param sentence the whole answer in one sentence
    public record WhyView(
            UUID deployment,
            DeploymentStatus status,
            @Nullable String statusReason,
            String sentence,
            List<WaitingView> waiting)
            implements View {}

    /// Something that was recorded; `content` is the fact itself.
    ///
    /// @param withdrawn whether another fact took its place
    public record FactView(
            long id,
            String runId,
            int sequence,
            @Millis Instant recordedAt,
            boolean withdrawn,
            @JsonRawValue String content)
            implements View {}

    @GET
    public Page<DeploymentView> list(
            @QueryParam("application") @Nullable String application,
            @QueryParam("cluster") @Nullable String cluster,
            @QueryParam("status") @Nullable String status,
            @QueryParam("query") @Nullable String query,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit) {
        var name = given(application);
        var word = given(status);
        var filter = new Deployments.Filter(
                name == null ? null : applications.apply(name),
                given(cluster),
                word == null ? null : status(word),
                query);
        return deployments.page(filter, Cursor.parse(cursor), Page.size(limit));
    }

    @GET
    @Path("{id}")
    public DeploymentView get(@PathParam("id") String id) {
        return deployments.get(Deployments.id(id));
    }

    @GET
    @Path("{id}/stages")
    public Page<StageView> stages(@PathParam("id") String id) {
        return new Page<>(deployments.get(Deployments.id(id)).stages(), null);
    }

    @GET
    @Path("{id}/why")
    public WhyView why(@PathParam("id") String id) {
        var deployment = deployments.get(Deployments.id(id));
        return new WhyView(
                deployment.id(),
                deployment.status(),
                deployment.statusReason(),
                sentence(deployment),
                deployment.waiting());
    }

    @GET
    @Path("{id}/facts")
    public Page<FactView> facts(@PathParam("id") String id, @QueryParam("after") @Nullable Long after) {
        var deployment = deployments.get(Deployments.id(id)).id();
        var rows =
                jdbi.withExtension(DeploymentDao.class, dao -> dao.facts(deployment, after == null ? 0 : after, FACTS));
        var views = rows.stream()
                .map(row -> new FactView(
                        row.id(), row.runId(), row.sequence(), row.recordedAt(), row.withdrawn(), row.content()))
                .toList();
        return new Page<>(
                views,
                views.size() < FACTS ? null : Long.toString(views.getLast().id()));
    }

    @GET
    @Path("{id}/changes")
    public ChangesView changes(@PathParam("id") String id) {
        return new Changes(jdbi).of(deployments.row(Deployments.id(id)));
    }

    /// The answer in one sentence: the first wait, or where it stands.
    static String sentence(DeploymentView deployment) {
        if (!deployment.waiting().isEmpty()) {
            var stages = deployment.stages().stream()
                    .collect(Collectors.toMap(StageView::id, DeploymentsResource::titled, (first, _) -> first));
            return deployment.waiting().stream()
                    .map(wait -> (wait.stage() == null ? "" : stages.getOrDefault(wait.stage(), wait.stage()) + ": ")
                            + wait.cause()
                            + (wait.unblock().isEmpty() ? "" : "; to unblock: " + wait.unblock()))
                    .collect(Collectors.joining(". "));
        }
        var word = deployment.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (deployment.status().ended()) {
            return deployment.statusReason() == null ? "It has ended: " + word + "." : deployment.statusReason();
        }
        return "It is " + word + " and waits for nothing.";
    }

    /// An approval's description says why it is asked for.
    private static String titled(StageView stage) {
        var described =
                stage.name().equals("WAIT_APPROVAL") && !stage.description().isBlank();
        return described ? stage.name() + " (" + stage.description() + ")" : stage.name();
    }

    private static DeploymentStatus status(String text) {
        for (var status : DeploymentStatus.values()) {
            if (status.name().equalsIgnoreCase(text)) {
                return status;
            }
        }
        throw new Refusal.Invalid("status", text, "one of " + List.of(DeploymentStatus.values()));
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
