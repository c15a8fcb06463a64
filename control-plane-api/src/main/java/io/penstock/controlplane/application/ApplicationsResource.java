package io.penstock.controlplane.application;

import io.penstock.controlplane.answer.Answers;
import io.penstock.controlplane.answer.Cursor;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.answer.Required;
import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.deployment.DeploymentView;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.error.Faults;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.deployment.Strategy;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Applications: list, get, register, enable, disable, delete, sync, history. An application is meant by its
/// id, its name where only one cluster has it, or `name@cluster`.
@Path("/v1/applications")
public final class ApplicationsResource {
    private final Applications applications;
    private final Registry registry;
    private final Deployments deployments;

    public ApplicationsResource(Jdbi jdbi, Applications applications, Deployments deployments) {
        this.applications = applications;
        this.deployments = deployments;
        this.registry = new Registry(jdbi);
    }

    /// @param path of its directory in the repository, `.` for the top
    /// @param configFile its file there, `app.pipecd.yaml` unless said
    /// @param name the last part of the path unless said
    public record NewApplication(
            @Required @Nullable String repository,
            @Required @Nullable String path,
            @Nullable String configFile,
            @Required @Nullable String cluster,
            @Nullable String name) {}

    /// @param strategy QUICK_SYNC (or `quick`) or PIPELINE (or `pipeline`); null lets the planner choose
    public record Sync(@Nullable String strategy) {}

    /// @param deployment one of the application's that succeeded; its bundle is deployed again, without Git
    public record Rollback(@Required @Nullable String deployment) {}

    @GET
    public Page<ApplicationView> list(
            @QueryParam("cluster") @Nullable String cluster,
            @QueryParam("state") @Nullable String state,
            @QueryParam("query") @Nullable String query,
            @QueryParam("label") @Nullable String label,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit) {
        var filter = new Applications.Filter(cluster, state(state), query, label);
        return applications.page(filter, Cursor.parse(cursor), Page.size(limit));
    }

    @POST
    @Answers(201)
    public ApplicationView add(@Nullable NewApplication asked, @Context SecurityContext security) {
        var body = asked == null ? new NewApplication(null, null, null, null, null) : asked;
        var wanted = new Registry.NewApplication(
                body.repository(), body.path(), body.configFile(), body.cluster(), body.name());
        return applications.get(registry.add(Caller.of(security), wanted));
    }

    @GET
    @Path("{application}")
    public ApplicationView get(@PathParam("application") String application) {
        return applications.get(applications.id(application));
    }

    @DELETE
    @Path("{application}")
    @Answers(204)
    public void delete(@PathParam("application") String application, @Context SecurityContext security) {
        registry.delete(Caller.of(security), applications.id(application));
    }

    @POST
    @Path("{application}/sync")
    @Answers(202)
    public DeploymentView sync(
            @PathParam("application") String application, @Nullable Sync body, @Context SecurityContext security) {
        var strategy = strategy(body == null ? null : body.strategy());
        return deployments.get(registry.sync(Caller.of(security), applications.id(application), strategy));
    }

    @POST
    @Path("{application}/rollback")
    @Answers(202)
    public DeploymentView rollback(
            @PathParam("application") String application, @Nullable Rollback body, @Context SecurityContext security) {
        var faults = new Faults();
        var target = faults.required("deployment", body == null ? null : body.deployment(), Deployments::id);
        faults.refuse();
        var id = applications.id(application);
        return deployments.get(registry.rollBack(Caller.of(security), id, target.orElseThrow()));
    }

    @POST
    @Path("{application}/enable")
    public ApplicationView enable(@PathParam("application") String application, @Context SecurityContext security) {
        var id = applications.id(application);
        registry.enable(Caller.of(security), id);
        return applications.get(id);
    }

    @POST
    @Path("{application}/disable")
    public ApplicationView disable(@PathParam("application") String application, @Context SecurityContext security) {
        var id = applications.id(application);
        registry.disable(Caller.of(security), id);
        return applications.get(id);
    }

    @GET
    @Path("{application}/history")
    public Page<DeploymentView> history(
            @PathParam("application") String application,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit) {
        var filter = new Deployments.Filter(List.of(applications.id(application)), null, null, null);
        return deployments.page(filter, Cursor.parse(cursor), Page.size(limit));
    }

    private static @Nullable String state(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        var state = text.toUpperCase(Locale.ROOT);
        if (!List.of("ACTIVE", "DISABLED", "INVALID_CONFIG").contains(state)) {
            throw new Refusal.Invalid("state", text, "ACTIVE, DISABLED or INVALID_CONFIG");
        }
        return state;
    }

    private static @Nullable Strategy strategy(@Nullable String text) {
        return switch (text == null ? "" : text.toUpperCase(Locale.ROOT)) {
            case "" -> null;
            case "QUICK", "QUICK_SYNC" -> Strategy.QUICK_SYNC;
            case "PIPELINE" -> Strategy.PIPELINE;
            default -> throw new Refusal.Invalid("strategy", String.valueOf(text), "QUICK_SYNC or PIPELINE");
        };
    }
}
