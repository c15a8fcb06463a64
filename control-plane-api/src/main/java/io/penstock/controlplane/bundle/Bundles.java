package io.penstock.controlplane.bundle;

import io.penstock.controlplane.auth.Secrets;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The sealed bundles of all clusters, each readable by its own cluster only. The id is the SHA-256 of the sealed
/// bytes.
public final class Bundles {
    private final Jdbi database;

    public Bundles(Jdbi database) {
        this.database = database;
    }

    /// Keeps a bundle; keeping it twice is keeping it once.
    ///
    /// @throws IllegalArgumentException when the bytes are not those that the id speaks of
    public void put(String cluster, String id, byte[] sealed) {
        var digest = HexFormat.of().formatHex(Secrets.sha256(sealed));
        if (!digest.equals(id)) {
            throw new IllegalArgumentException(
                    "bundle: " + id + " (expected: the SHA-256 of the bytes, " + digest + ")");
        }
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO bulk.bundle (cluster, id, content) VALUES (:cluster, :id, :content)
                        ON CONFLICT DO NOTHING""")
                .bind("cluster", cluster)
                .bind("id", id)
                .bind("content", sealed)
                .execute());
    }

    /// The bundle, when this cluster has one of that id.
    public Optional<byte[]> get(String cluster, String id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT content FROM bulk.bundle WHERE cluster = :cluster AND id = :id")
                        .bind("cluster", cluster)
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .findOne());
    }

    /// Keeps what people may look at; the first text of an id stays.
    ///
    /// @param summary what it says, in a sentence
    public record View(String id, String content, @Nullable String summary) {}

    public void put(String cluster, View view) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO bulk.view (cluster, id, content, summary)
                        VALUES (:cluster, :id, :content, left(:summary, 500)) ON CONFLICT DO NOTHING""")
                .bind("cluster", cluster)
                .bind("id", view.id())
                .bind("content", plain(view.content()))
                .bind("summary", plain(view.summary()))
                .execute());
    }

    private static @Nullable String plain(@Nullable String text) {
        return text == null ? null : text.replace("\0", "");
    }
}
