package io.penstock.controlplane.piped;

import io.penstock.controlplane.piped.PipedView.Liveness;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// The tables of clusters, pipeds and their keys, as people read and change them.
final class PipedDao {
    private final Handle handle;

    PipedDao(Handle handle) {
        this.handle = handle;
    }

    /// A process that is there: not gone, and seen within ten seconds. Those that died together with the control
    /// plane that knew them are never told to be gone.
    record ReplicaRow(UUID piped, UUID incarnation, Instant since, Instant lastSeen, String host) {}

    record KeyRow(UUID piped, UUID id, Instant createdAt) {}

    record PipedRow(
            UUID id,
            String cluster,
            String name,
            @Nullable String version,
            @Nullable Instant lastSeen,
            boolean enabled) {}

    List<String> clusters() {
        return handle.createQuery("SELECT name FROM cluster ORDER BY name")
                .mapTo(String.class)
                .list();
    }

    Map<String, Integer> running() {
        return handle
                .createQuery("SELECT cluster, count(*)::int AS n FROM deployment WHERE finished_at IS NULL GROUP BY 1")
                .map((row, _) -> Map.entry(row.getString("cluster"), row.getInt("n")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    List<PipedView> pipeds() {
        var replicas = handle.createQuery("""
                        SELECT piped, incarnation, since, last_seen, host FROM piped_replica
                        WHERE gone_at IS NULL AND last_seen > clock_timestamp() - interval '10 seconds'
                        ORDER BY since""").map(ConstructorMapper.of(ReplicaRow.class)).stream()
                .collect(Collectors.groupingBy(ReplicaRow::piped));
        var keys = handle.createQuery("""
                        SELECT piped, id, created_at FROM piped_key WHERE disabled_at IS NULL
                        ORDER BY created_at DESC, id DESC""").map(ConstructorMapper.of(KeyRow.class)).stream()
                .collect(Collectors.groupingBy(KeyRow::piped));
        return handle.createQuery("""
                        SELECT id, cluster, name, version, disabled_at IS NULL AS enabled, greatest(last_seen,
                            (SELECT max(last_seen) FROM piped_replica WHERE piped = piped.id)) AS last_seen
                        FROM piped ORDER BY cluster, name, id""").map(ConstructorMapper.of(PipedRow.class)).stream()
                .map(row -> view(row, replicas.getOrDefault(row.id, List.of()), keys.getOrDefault(row.id, List.of())))
                .toList();
    }

    Optional<PipedView> piped(UUID id) {
        return pipeds().stream().filter(view -> view.id().equals(id)).findFirst();
    }

    void register(PipedRow piped, @Nullable String sealingKey) {
        handle.createUpdate("""
                        INSERT INTO cluster (name) VALUES (:cluster) ON CONFLICT DO NOTHING;
                        INSERT INTO piped (id, cluster, name, sealing_key)
                        VALUES (:id, :cluster, :name, :sealingKey)""")
                .bind("id", piped.id)
                .bind("cluster", piped.cluster)
                .bind("name", piped.name)
                .bind("sealingKey", sealingKey)
                .execute();
    }

    /// One more key. Of those before, the newest stays good until it is deleted.
    void addKey(UUID piped, UUID id, byte[] hash) {
        handle.createUpdate("""
                        UPDATE piped_key SET disabled_at = clock_timestamp()
                        WHERE piped = :piped AND disabled_at IS NULL AND id NOT IN (
                            SELECT id FROM piped_key WHERE piped = :piped AND disabled_at IS NULL
                            ORDER BY created_at DESC, id DESC LIMIT 1);
                        INSERT INTO piped_key (id, piped, hash, created_at)
                        VALUES (:id, :piped, :hash, clock_timestamp())""")
                .bind("piped", piped)
                .bind("id", id)
                .bind("hash", hash)
                .execute();
    }

    boolean deleteKey(UUID piped, UUID key) {
        return handle.createUpdate("""
                        UPDATE piped_key SET disabled_at = clock_timestamp()
                        WHERE id = :key AND piped = :piped AND disabled_at IS NULL""").bind("piped", piped).bind("key", key).execute() > 0;
    }

    void enable(UUID piped, boolean enabled) {
        handle.createUpdate("""
                        UPDATE piped SET disabled_at = CASE WHEN :enabled THEN NULL ELSE clock_timestamp() END
                        WHERE id = :piped AND (disabled_at IS NULL) <> :enabled""").bind("piped", piped).bind("enabled", enabled).execute();
    }

    private static PipedView view(PipedRow row, List<ReplicaRow> replicas, List<KeyRow> keys) {
        var online = row.enabled && !replicas.isEmpty();
        var state = online ? Liveness.ONLINE : row.lastSeen == null ? Liveness.NEVER_SEEN : Liveness.OFFLINE;
        var shown = replicas.stream()
                .map(each -> new PipedView.Replica(each.incarnation, each.since, each.lastSeen, each.host))
                .toList();
        var good = keys.stream()
                .map(each -> new PipedView.Key(each.id, each.createdAt))
                .toList();
        return new PipedView(row.id, row.cluster, row.name, row.version, state, row.lastSeen, row.enabled, shown, good);
    }

    /// How a cluster is, given its pipeds.
    static Liveness state(Stream<PipedView> pipeds) {
        return pipeds.map(PipedView::state).min(Comparator.naturalOrder()).orElse(Liveness.NEVER_SEEN);
    }
}
