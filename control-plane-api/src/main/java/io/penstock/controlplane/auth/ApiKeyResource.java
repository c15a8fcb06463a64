package io.penstock.controlplane.auth;

import io.penstock.controlplane.answer.Answers;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.answer.Required;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.audit.Audit;
import io.penstock.controlplane.error.Faults;
import io.penstock.controlplane.error.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Keys with which programs call: list, create, disable.
@Path("/v1/apikeys")
public final class ApiKeyResource {
    private final Jdbi jdbi;

    public ApiKeyResource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param role READ_ONLY or READ_WRITE
    public record NewApiKey(
            @Required @Nullable String name,
            @Required @Nullable String role) {}

    /// @param key the whole key, shown once
    public record AddedApiKey(String id, String name, Role role, String key) implements View {
        @Override
        public String toString() {
            return "AddedApiKey " + id;
        }
    }

    @GET
    @RolesAllowed(Caller.ADMINISTER)
    public Page<ApiKeyDao.ApiKeyView> list() {
        return new Page<>(jdbi.withExtension(ApiKeyDao.class, ApiKeyDao::all), null);
    }

    @POST
    @Answers(201)
    @ShownOnce
    @RolesAllowed(Caller.ADMINISTER)
    public AddedApiKey create(@Nullable NewApiKey asked, @Context SecurityContext security) {
        var body = asked == null ? new NewApiKey(null, null) : asked;
        var faults = new Faults();
        var name = faults.required("name", body.name(), PeopleResource::name);
        var role = faults.required("role", body.role(), ApiKeyResource::role);
        faults.refuse();
        var id = Secrets.freshId();
        var key = "psk_" + id + "_" + Secrets.fresh();
        var caller = Caller.of(security);
        jdbi.useTransaction(handle -> {
            var keys = handle.attach(ApiKeyDao.class);
            if (keys.isPerson(name.orElseThrow())) {
                throw new Refusal.Conflict("name: " + name.orElseThrow() + " is a person's");
            }
            keys.add(
                    new ApiKeyDao.NewRow(id, name.orElseThrow(), role.orElseThrow(), caller.name()),
                    Secrets.sha256(key));
            var detail = Map.of("name", name.orElseThrow(), "role", role.orElseThrow());
            Audit.write(handle, caller, new Audit.Entry("apikey.create", id, detail));
        });
        return new AddedApiKey(id, name.orElseThrow(), role.orElseThrow(), key);
    }

    @POST
    @Path("{id}/disable")
    @RolesAllowed(Caller.ADMINISTER)
    public ApiKeyDao.ApiKeyView disable(@PathParam("id") String id, @Context SecurityContext security) {
        return jdbi.inTransaction(handle -> {
            var keys = handle.attach(ApiKeyDao.class);
            if (keys.disable(id) == 0) {
                throw new Refusal.NotFound("key", id);
            }
            Audit.write(handle, Caller.of(security), "apikey.disable", id);
            return keys.find(id).orElseThrow();
        });
    }

    private static Role role(String text) {
        return switch (text) {
            case "READ_ONLY" -> Role.READ_ONLY;
            case "READ_WRITE" -> Role.READ_WRITE;
            default -> throw new IllegalArgumentException("role: " + text + " (expected: READ_ONLY or READ_WRITE)");
        };
    }
}
