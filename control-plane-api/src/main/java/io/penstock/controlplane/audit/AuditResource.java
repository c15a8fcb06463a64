package io.penstock.controlplane.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.penstock.controlplane.answer.Millis;
import io.penstock.controlplane.answer.Page;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.auth.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// The trace of writes, newest first.
@Path("/v1/audit")
public final class AuditResource {
    private final Jdbi jdbi;

    public AuditResource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param who principal and name
    public record AuditView(
            long id,
            @Millis Instant at,
            String who,
            String what,
            String object,
            @JsonRawValue String detail) implements View {}

    @GET
    @RolesAllowed(Caller.ADMINISTER)
    public Page<AuditView> list(
            @QueryParam("cursor") @Nullable Long cursor, @QueryParam("limit") @Nullable Integer limit) {
        var size = Page.size(limit);
        var rows = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, at, who, what, object, COALESCE(detail, '{}') AS detail FROM audit
                        WHERE id < :before ORDER BY id DESC LIMIT :limit
                        """)
                .bind("before", cursor == null ? Long.MAX_VALUE : cursor)
                .bind("limit", size + 1)
                .map(ConstructorMapper.of(AuditView.class))
                .list());
        return rows.size() <= size
                ? new Page<>(rows, null)
                : new Page<>(
                        List.copyOf(rows.subList(0, size)),
                        Long.toString(rows.get(size - 1).id()));
    }
}
