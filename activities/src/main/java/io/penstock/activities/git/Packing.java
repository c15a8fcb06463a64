package io.penstock.activities.git;

import io.penstock.workflows.id.RepositoryId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the many small packs that fetches leave into one, since many make reading slow. It goes on beside fetches and
/// reads, which never wait for it. Packs younger than `KEPT` are left, as what they hold may not be referred to yet;
/// so doing it again at once would gain nothing.
final class Packing implements AutoCloseable {
    static final String KEPT = "10.minutes.ago";
    static final Duration REST = Duration.ofMinutes(10);
    private static final Logger log = LoggerFactory.getLogger(Packing.class);
    private static final int MANY = 40;

    private final RepositoryId id;
    private final Lock presence;
    private final Supplier<Repository> repository;
    private @Nullable Long begun;
    private volatile boolean closed;

    /// @param presence held while it works, so that nobody takes the repository away
    /// @param repository the one that is there while `presence` is held
    Packing(RepositoryId id, Lock presence, Supplier<Repository> repository) {
        this.id = id;
        this.presence = presence;
        this.repository = repository;
    }

    /// Begins where it is time; called by one thread at a time.
    void afterFetchInto(Path folder) {
        var packs = folder.resolve("objects/pack").toFile().list((_, name) -> name.endsWith(".pack"));
        var rested = begun == null ? null : Duration.ofNanos(System.nanoTime() - begun);
        if (packs != null && isDue(packs.length, rested)) {
            begun = System.nanoTime();
            Thread.ofVirtual().name("packing " + id).start(this::pack);
        }
    }

    /// @param rested since it last began, null before the first time
    static boolean isDue(int packs, @Nullable Duration rested) {
        return packs > MANY && (rested == null || rested.compareTo(REST) >= 0);
    }

    private void pack() {
        presence.lock();
        try (var git = Git.wrap(repository.get())) {
            if (!closed) {
                git.gc().setProgressMonitor(new WhileOpen()).call();
            }
        } catch (GitAPIException | JGitInternalException e) {
            if (!closed) {
                log.warn("repository {}: its mirror could not be packed: {}", id, e.getMessage());
            }
        } finally {
            presence.unlock();
        }
    }

    /// Lets it end early.
    @Override
    public void close() {
        closed = true;
    }

    private final class WhileOpen extends EmptyProgressMonitor {
        @Override
        public boolean isCancelled() {
            return closed;
        }
    }
}
