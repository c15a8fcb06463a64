package io.penstock.controlplane.application;

import io.penstock.controlplane.answer.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Application files that pipeds found in their repositories and that nobody registered.
@Path("/v1/application-suggestions")
public final class SuggestionsResource {
    private final Jdbi jdbi;

    public SuggestionsResource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @GET
    public Page<ApplicationDao.SuggestionView> list(@QueryParam("cluster") @Nullable String cluster) {
        var asked = cluster == null || cluster.isBlank() ? null : cluster;
        return new Page<>(jdbi.withExtension(ApplicationDao.class, dao -> dao.suggestions(asked)), null);
    }
}
