package io.penstock.local;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.penstock.workflows.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What `up` was asked for; what is null is taken from the last time, else from the usual.
///
/// @param clusters simulated clusters to have, `tokyo` and `osaka` unless said or contexts are given
/// @param contexts contexts of the user's kubeconfig whose clusters are used
/// @param temporal `host:port` of a Temporal server of the user's own
/// @param temporalStore where a Temporal server of ours keeps its state
/// @param database address of a PostgreSQL database of the user's own, with credentials
public record UpOptions(
        @Nullable List<String> clusters,
        @Nullable List<String> contexts,
        @Nullable String temporal,
        @Nullable TemporalStore temporalStore,
        @Nullable String database) {
    private static final List<String> USUAL_CLUSTERS = List.of("tokyo", "osaka");

    /// Where a Temporal server of ours keeps its state; `MEMORY` is the test server's, chosen only when nothing
    /// else can be had.
    public enum TemporalStore {
        SQLITE,
        POSTGRES,
        MEMORY
    }

    /// Nothing said.
    public static UpOptions usual() {
        return new UpOptions(null, null, null, null, null);
    }

    /// These names for simulated clusters, all else usual.
    public static UpOptions clusters(String... names) {
        return new UpOptions(List.of(names), null, null, null, null);
    }

    @JsonIgnore
    public List<String> simulated() {
        return clusters == null ? (owned().isEmpty() ? USUAL_CLUSTERS : List.of()) : clusters;
    }

    @JsonIgnore
    public List<String> owned() {
        return contexts == null ? List.of() : contexts;
    }

    @JsonIgnore
    public TemporalStore store() {
        return temporalStore == null ? TemporalStore.SQLITE : temporalStore;
    }

    UpOptions withStore(TemporalStore store) {
        return new UpOptions(clusters, contexts, temporal, store, database);
    }

    /// These options, completed by what this home was made with; what cannot be changed without a purge is refused.
    UpOptions over(@Nullable UpOptions kept) {
        if (kept == null) {
            return this;
        }
        same("--temporal-store", temporalStore, kept.store());
        same("--temporal", temporal, Objects.requireNonNullElse(kept.temporal, "one of ours"));
        same("--database", database, Objects.requireNonNullElse(kept.database, "one of ours"));
        return new UpOptions(
                clusters == null && contexts == null ? kept.clusters : union(kept.simulated(), clusters),
                contexts == null ? kept.contexts : union(kept.owned(), contexts),
                kept.temporal,
                kept.temporalStore,
                kept.database);
    }

    private static void same(String name, @Nullable Object asked, Object kept) {
        if (asked != null && !asked.equals(kept)) {
            throw new LocalStackException(name + ": this home was made with another (expected: as it was made, or"
                    + " `down --purge` first)");
        }
    }

    private static List<String> union(List<String> kept, @Nullable List<String> added) {
        var all = new ArrayList<>(kept);
        if (added != null) {
            added.stream().filter(name -> !all.contains(name)).forEach(all::add);
        }
        return List.copyOf(all);
    }

    static @Nullable UpOptions read(Home home) {
        var text = PrivateFiles.read(file(home));
        return text == null ? null : Json.read(text, UpOptions.class);
    }

    void save(Home home) {
        PrivateFiles.write(file(home), Json.write(this));
    }

    private static Path file(Home home) {
        return home.data().resolve("stack.json");
    }
}
