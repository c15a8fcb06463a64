package io.penstock.controlplane.piped;

import io.penstock.controlplane.Ids;
import io.penstock.controlplane.answer.Answers;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.answer.Required;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.audit.Audit;
import io.penstock.controlplane.auth.Caller;
import io.penstock.controlplane.auth.ShownOnce;
import io.penstock.controlplane.error.Faults;
import io.penstock.controlplane.error.Refusal;
import io.penstock.workflows.id.ClusterName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Pipeds: register, list, rotate their keys, enable and disable.
@Path("/v1/pipeds")
public final class PipedsResource {
    private static final int LONGEST_NAME = 100;

    private final Jdbi jdbi;
    private final String gateAddress;
    private final URI webAddress;

    /// @param gateAddress `host:port` of the gate, for pipeds
    /// @param webAddress where pipeds reach the piped door
    public PipedsResource(Jdbi jdbi, String gateAddress, URI webAddress) {
        this.jdbi = jdbi;
        this.gateAddress = gateAddress;
        this.webAddress = webAddress;
    }

    /// @param name null takes `piped-` and the cluster's
    /// @param sealingKeyId id of the key that seals its bundles; the key itself never comes here
    public record NewPiped(
            @Required @Nullable String cluster,
            @Nullable String name,
            @Nullable String sealingKeyId) {}

    /// @param key shown once
    /// @param gateAddress what its configuration calls `apiAddress`
    public record AddedPiped(UUID id, String cluster, String name, String key, String gateAddress, URI webAddress)
            implements View {
        @Override
        public String toString() {
            return "AddedPiped " + id;
        }
    }

    /// @param key shown once
    public record AddedPipedKey(UUID id, UUID piped, String key) implements View {
        @Override
        public String toString() {
            return "AddedPipedKey " + id;
        }
    }

    @GET
    public Page<PipedView> list() {
        return new Page<>(jdbi.withHandle(handle -> new PipedDao(handle).pipeds()), null);
    }

    @GET
    @Path("{id}")
    public PipedView get(@PathParam("id") String id) {
        return jdbi.withHandle(handle -> find(new PipedDao(handle), id));
    }

    @POST
    @Answers(201)
    @ShownOnce
    @RolesAllowed(Caller.ADMINISTER)
    public AddedPiped register(@Nullable NewPiped asked, @Context SecurityContext security) {
        var body = asked == null ? new NewPiped(null, null, null) : asked;
        var faults = new Faults();
        var cluster = faults.required("cluster", body.cluster(), ClusterName::new);
        var name = faults.optional("name", body.name(), PipedsResource::text);
        var sealingKey = faults.optional("sealingKeyId", body.sealingKeyId(), PipedsResource::text);
        faults.refuse();
        var owner = cluster.orElseThrow().value();
        var row = new PipedDao.PipedRow(Ids.fresh(), owner, name.orElse("piped-" + owner), null, null, true);
        var key = PipedKeys.generate();
        jdbi.useTransaction(handle -> {
            var dao = new PipedDao(handle);
            dao.register(row, sealingKey.orElse(null));
            dao.addKey(row.id(), Ids.fresh(), PipedKeys.hash(key));
            var detail = Map.of("cluster", owner, "name", row.name());
            Audit.write(
                    handle,
                    Caller.of(security),
                    new Audit.Entry("piped.register", row.id().toString(), detail));
        });
        return new AddedPiped(row.id(), owner, row.name(), key, gateAddress, webAddress);
    }

    /// Makes one more key; the newest one before it works until it is deleted.
    @POST
    @Path("{id}/keys")
    @Answers(201)
    @ShownOnce
    @RolesAllowed(Caller.ADMINISTER)
    public AddedPipedKey rotate(@PathParam("id") String id, @Context SecurityContext security) {
        var made = Ids.fresh();
        var key = PipedKeys.generate();
        return jdbi.inTransaction(handle -> {
            var dao = new PipedDao(handle);
            var piped = find(dao, id).id();
            dao.addKey(piped, made, PipedKeys.hash(key));
            var detail = Map.of("key", made.toString());
            Audit.write(handle, Caller.of(security), new Audit.Entry("piped.rotate-key", id, detail));
            return new AddedPipedKey(made, piped, key);
        });
    }

    @DELETE
    @Path("{id}/keys/{key}")
    @RolesAllowed(Caller.ADMINISTER)
    public PipedView deleteKey(
            @PathParam("id") String id, @PathParam("key") String key, @Context SecurityContext security) {
        return jdbi.inTransaction(handle -> {
            var dao = new PipedDao(handle);
            var piped = find(dao, id).id();
            if (!dao.deleteKey(piped, uuid("key", key))) {
                throw new Refusal.NotFound("key", key);
            }
            var detail = Map.of("key", key);
            Audit.write(handle, Caller.of(security), new Audit.Entry("piped.delete-key", id, detail));
            return find(dao, id);
        });
    }

    @POST
    @Path("{id}/enable")
    @RolesAllowed(Caller.ADMINISTER)
    public PipedView enable(@PathParam("id") String id, @Context SecurityContext security) {
        return change(id, true, security);
    }

    /// Ends its connections and lets it in no more.
    @POST
    @Path("{id}/disable")
    @RolesAllowed(Caller.ADMINISTER)
    public PipedView disable(@PathParam("id") String id, @Context SecurityContext security) {
        return change(id, false, security);
    }

    private PipedView change(String id, boolean enabled, SecurityContext security) {
        return jdbi.inTransaction(handle -> {
            var dao = new PipedDao(handle);
            dao.enable(find(dao, id).id(), enabled);
            Audit.write(handle, Caller.of(security), enabled ? "piped.enable" : "piped.disable", id);
            return find(dao, id);
        });
    }

    private static PipedView find(PipedDao dao, String id) {
        return dao.piped(uuid("piped", id)).orElseThrow(() -> new Refusal.NotFound("piped", id));
    }

    private static UUID uuid(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new Refusal.NotFound(what, text);
        }
    }

    private static String text(String value) {
        if (value.length() > LONGEST_NAME || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "name: " + value + " (expected: at most " + LONGEST_NAME + " characters)");
        }
        return value;
    }
}
