package io.penstock.controlplane.watch;

import io.penstock.controlplane.deployment.Intent;
import io.penstock.controlplane.deployment.Intents;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.Severity;
import io.penstock.workflows.door.Door.ChangeSet;
import io.penstock.workflows.door.Door.Touched;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.watch.Trigger;
import io.penstock.workflows.watch.WatchActivities.RecordChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One change set on its way into the database: what it says of applications, the intents that follow from it, and
/// suggestions. As many statements for a thousand applications as for one.
final class ChangeRecord {
    private final Handle handle;
    private final RecordChange change;
    private final ChangeSet content;

    ChangeRecord(Handle handle, RecordChange change, ChangeSet content) {
        this.handle = handle;
        this.change = change;
        this.content = content;
    }

    /// Returns how many intents are new.
    int write(long revision) {
        var registered = registered();
        var intents = new ArrayList<Intent>();
        var touched = new ArrayList<Row>();
        for (var application : content.applications()) {
            var known = registered.get(application.application());
            if (known == null) {
                continue;
            }
            touched.add(Row.of(application));
            var config = application.config();
            if (config == null || known.disabled()) {
                continue;
            }
            var decision = Trigger.decide(known.known(), config, content.to(), application.changedPaths());
            if (decision.kind() != null) {
                intents.add(Intent.ofWatch(application.application(), decision, content.head(), revision));
            }
        }
        describe(touched);
        suggest();
        return Intents.create(handle, intents).size();
    }

    private Map<ApplicationId, Registered> registered() {
        var found = new HashMap<ApplicationId, Registered>();
        handle.createQuery("""
                SELECT id, path, disabled, last_commit,
                    EXISTS (SELECT FROM deployment WHERE deployment.application = application.id
                        AND NOT (status = 'FAILED' AND commit IS NULL)) AS wanted
                FROM application
                WHERE (cluster, repository) = (:cluster, :repository) AND deleted_at IS NULL
                FOR UPDATE OF application
                """)
                .bind("cluster", change.cluster().value())
                .bind("repository", change.repository().value())
                .map((row, _) -> {
                    var commit = row.getString("last_commit");
                    var known = new Trigger.Known(
                            row.getString("path"),
                            row.getBoolean("wanted"),
                            commit == null ? null : new CommitId(commit));
                    return found.put(
                            new ApplicationId(row.getString("id")), new Registered(row.getBoolean("disabled"), known));
                })
                .forEach(_ -> {});
        return found;
    }

    private void describe(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                UPDATE application SET config = touched.config, faults = touched.faults,
                    labels = COALESCE(touched.labels, application.labels),
                    description = COALESCE(touched.description, application.description),
                    platform = COALESCE(touched.platform, application.platform),
                    state = CASE WHEN disabled THEN 'DISABLED' WHEN touched.config IS NULL THEN 'INVALID_CONFIG'
                        ELSE 'ACTIVE' END,
                    observed_at = clock_timestamp()
                FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS touched(id uuid, config jsonb, faults jsonb,
                    labels jsonb, description text, platform text)
                WHERE application.id = touched.id AND (observed_at IS NULL
                    OR application.config IS DISTINCT FROM touched.config
                    OR application.faults IS DISTINCT FROM touched.faults
                    OR state <> CASE WHEN disabled THEN 'DISABLED' WHEN touched.config IS NULL THEN 'INVALID_CONFIG'
                        ELSE 'ACTIVE' END)
                """).bind("rows", Json.write(rows)).execute();
    }

    private void suggest() {
        handle.createUpdate("""
                DELETE FROM suggestion
                WHERE :everything AND (cluster, repository) = (:cluster, :repository);
                INSERT INTO suggestion (cluster, repository, path, config_file, name, kind)
                SELECT :cluster, :repository, path, "configFile", name, kind
                FROM jsonb_to_recordset(CAST(:suggestions AS jsonb))
                    AS found(path text, "configFile" text, name text, kind text)
                ON CONFLICT (cluster, repository, path, config_file)
                    DO UPDATE SET name = excluded.name, kind = excluded.kind, seen_at = now()
                """)
                .bind("everything", content.from() == null)
                .bind("cluster", change.cluster().value())
                .bind("repository", change.repository().value())
                .bind("suggestions", Json.write(content.suggestions()))
                .execute();
    }

    private record Registered(boolean disabled, Trigger.Known known) {}

    /// What changes in an application's row.
    private record Row(
            String id,
            @Nullable Object config,
            List<?> faults,
            @Nullable Map<String, String> labels,
            @Nullable String description,
            @Nullable String platform) {
        static Row of(Touched touched) {
            var config = touched.config();
            var faults = config == null
                    ? touched.faults()
                    : touched.faults().stream()
                            .filter(fault -> fault.severity() == Severity.WARNING)
                            .toList();
            return config == null
                    ? new Row(touched.application().value(), null, faults, null, null, null)
                    : new Row(
                            touched.application().value(),
                            config,
                            faults,
                            config.labels(),
                            config.description(),
                            config.platform().name());
        }
    }
}
