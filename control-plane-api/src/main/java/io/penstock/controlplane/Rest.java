package io.penstock.controlplane;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.lifecycle.Managed;
import io.penstock.controlplane.answer.AnswerHeaders;
import io.penstock.controlplane.answer.AnswerStatus;
import io.penstock.controlplane.answer.DescriptionResource;
import io.penstock.controlplane.application.Applications;
import io.penstock.controlplane.application.ApplicationsResource;
import io.penstock.controlplane.application.SuggestionsResource;
import io.penstock.controlplane.approval.DecisionsResource;
import io.penstock.controlplane.audit.AuditResource;
import io.penstock.controlplane.auth.AccessFilter;
import io.penstock.controlplane.auth.ApiKeyResource;
import io.penstock.controlplane.auth.Callers;
import io.penstock.controlplane.auth.FirstAccess;
import io.penstock.controlplane.auth.IdempotencyFilter;
import io.penstock.controlplane.auth.PeopleResource;
import io.penstock.controlplane.auth.SessionResource;
import io.penstock.controlplane.chain.ChainsResource;
import io.penstock.controlplane.deployment.Deployments;
import io.penstock.controlplane.deployment.DeploymentsResource;
import io.penstock.controlplane.deployment.LogResource;
import io.penstock.controlplane.error.ProblemMapper;
import io.penstock.controlplane.event.Feed;
import io.penstock.controlplane.event.StreamResource;
import io.penstock.controlplane.overview.OverviewResource;
import io.penstock.controlplane.piped.ClustersResource;
import io.penstock.controlplane.piped.PipedsResource;
import io.penstock.controlplane.webhook.PlainWebhook;
import java.util.List;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;

/// What answers under `/api/` and `/webhooks/`.
final class Rest {
    /// Every class whose methods the OpenAPI description holds.
    static final List<Class<?>> RESOURCES = List.of(
            ApiKeyResource.class,
            ApplicationsResource.class,
            AuditResource.class,
            ChainsResource.class,
            ClustersResource.class,
            DecisionsResource.class,
            DeploymentsResource.class,
            LogResource.class,
            OverviewResource.class,
            PeopleResource.class,
            PipedsResource.class,
            SessionResource.class,
            StreamResource.class,
            SuggestionsResource.class);

    private Rest() {}

    static void install(Parts parts) {
        var config = parts.config();
        if (config.getServerFactory() instanceof AbstractServerFactory server) {
            server.setRegisterDefaultExceptionMappers(false);
        }
        var jdbi = parts.database().serving();
        var callers = new Callers(jdbi);
        var feed = new Feed(parts.changes());
        parts.launch().then(starting(() -> FirstAccess.enter(jdbi, config.auth())));
        parts.launch().then(callers);
        parts.launch().then(feed);

        var jersey = parts.environment().jersey();
        jersey.register(new ProblemMapper());
        jersey.register(new AccessFilter(callers, config.auth(), config.webAddress()));
        jersey.register(new IdempotencyFilter(jdbi));
        jersey.register(new AnswerHeaders());
        jersey.register(new AnswerStatus());
        jersey.register(RolesAllowedDynamicFeature.class);
        resources(parts, callers, feed).forEach(jersey::register);
        parts.environment()
                .servlets()
                .addServlet("webhook", new PlainWebhook(jdbi, config.auth().webhookSecretFile()))
                .addMapping(PlainWebhook.PATH);
    }

    private static List<Object> resources(Parts parts, Callers callers, Feed feed) {
        var config = parts.config();
        var jdbi = parts.database().serving();
        var deployments =
                new Deployments(jdbi, config.temporalUiUrl(), config.temporal().namespaceName());
        var applications = new Applications(jdbi, deployments);
        return List.of(
                new ApiKeyResource(jdbi),
                new ApplicationsResource(jdbi, applications, deployments),
                new AuditResource(jdbi),
                new ChainsResource(jdbi, deployments),
                new ClustersResource(
                        jdbi,
                        parts.engine().stubs().getRawChannel(),
                        parts.engine().namespace()),
                new DecisionsResource(jdbi, deployments),
                new DeploymentsResource(jdbi, deployments, applications::ids),
                new DescriptionResource(),
                new LogResource(jdbi, deployments),
                new OverviewResource(jdbi, deployments),
                new PeopleResource(jdbi),
                new PipedsResource(jdbi, config.gate().publicAddress(), config.webAddress()),
                new SessionResource(callers, config.auth(), config.webAddress()),
                new StreamResource(feed, callers),
                new SuggestionsResource(jdbi));
    }

    private static Managed starting(Runnable action) {
        return new Managed() {
            @Override
            public void start() {
                action.run();
            }
        };
    }
}
