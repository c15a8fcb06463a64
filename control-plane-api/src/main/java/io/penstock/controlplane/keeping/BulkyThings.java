package io.penstock.controlplane.keeping;

import java.time.Duration;
import org.jdbi.v3.core.Handle;

/// Deletes the oldest of bulky things, a few at a time; answers how many.
///
/// @param good how many of an application's successful deployments keep their bundle
record BulkyThings(Handle handle, int good) {
    private static final int DEPLOYMENTS = 20;
    private static final int VIEWS = 500;
    private static final int BUNDLES = 100;

    /// Of logs, views and bundles together.
    long bytes() {
        return handle.createQuery("""
                        SELECT (SELECT COALESCE(sum(bytes), 0) FROM bulk.stage_log_size)
                             + (SELECT COALESCE(sum(bytes), 0) FROM bulk.view)
                             + (SELECT COALESCE(sum(bytes), 0) FROM bulk.bundle)""").mapTo(Long.class).one();
    }

    /// The logs of deployments that ended longer ago than this.
    int logs(Duration age) {
        return handle.createQuery("""
                        WITH old AS (
                            SELECT id FROM deployment WHERE finished_at < clock_timestamp() - CAST(:age AS interval)
                                AND EXISTS (SELECT FROM bulk.stage_log_size WHERE deployment = deployment.id)
                            ORDER BY finished_at LIMIT :limit
                        ), sizes AS (
                            DELETE FROM bulk.stage_log_size WHERE deployment IN (SELECT id FROM old)
                        ), lines AS (
                            DELETE FROM bulk.stage_log WHERE deployment IN (SELECT id FROM old)
                        )
                        SELECT count(*) FROM old""")
                .bind("age", age.toString())
                .bind("limit", DEPLOYMENTS)
                .mapTo(Integer.class)
                .one();
    }

    /// Views that are older than this, but those of open deployments.
    int views(Duration age) {
        return handle.createUpdate("""
                        DELETE FROM bulk.view WHERE (cluster, id) IN (
                            SELECT cluster, id FROM bulk.view v
                            WHERE created_at < clock_timestamp() - CAST(:age AS interval) AND NOT EXISTS (
                                SELECT FROM deployment open WHERE open.finished_at IS NULL
                                    AND starts_with(v.id, 'changes-' || open.id))
                            ORDER BY created_at LIMIT :limit)""")
                .bind("age", age.toString())
                .bind("limit", VIEWS)
                .execute();
    }

    /// Bundles that are older than this and that nothing goes on or back with.
    int bundles(Duration age) {
        return handle.createUpdate("""
                        DELETE FROM bulk.bundle WHERE (cluster, id) IN (
                            SELECT cluster, id FROM bulk.bundle b
                            WHERE created_at < clock_timestamp() - CAST(:age AS interval)
                                AND NOT EXISTS (
                                    SELECT FROM deployment d JOIN application a ON a.id = d.application
                                    WHERE d.bundle = b.id AND d.cluster = b.cluster AND (
                                        d.finished_at IS NULL
                                        OR EXISTS (SELECT FROM deployment back
                                                   WHERE back.target = d.id AND back.finished_at IS NULL)
                                        OR a.deleted_at IS NULL AND (
                                            a.good_deployment = d.id
                                            OR d.status = 'SUCCEEDED' AND :good > (SELECT count(*) FROM (
                                                SELECT FROM deployment newer
                                                WHERE newer.application = d.application AND newer.status = 'SUCCEEDED'
                                                    AND newer.created_at > d.created_at LIMIT :good) AS newer))))
                            ORDER BY created_at LIMIT :limit)""")
                .bind("age", age.toString())
                .bind("good", good)
                .bind("limit", BUNDLES)
                .execute();
    }
}
