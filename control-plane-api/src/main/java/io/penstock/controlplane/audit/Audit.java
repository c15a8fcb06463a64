package io.penstock.controlplane.audit;

import io.penstock.controlplane.auth.Caller;
import io.penstock.workflows.Json;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Writes the trace of a change, in the transaction that makes the change.
public final class Audit {
    private Audit() {}

    /// @param what a verb and its noun, `application.disable`
    /// @param object the id of what was changed
    public static void write(Handle handle, Caller who, String what, String object) {
        write(handle, who, new Entry(what, object, Map.of()));
    }

    public static void write(Handle handle, Caller who, Entry entry) {
        handle.createUpdate("""
                        INSERT INTO audit (who, what, object, detail)
                        VALUES (:who, :what, :object, CAST(:detail AS jsonb))
                        """)
                .bind("who", who.principal() + " " + who.name())
                .bind("what", entry.what)
                .bind("object", entry.object)
                .bind("detail", Json.write(entry.detail))
                .execute();
    }

    /// What was done, and with what; never a secret.
    public record Entry(String what, String object, Map<String, ?> detail) {}
}
