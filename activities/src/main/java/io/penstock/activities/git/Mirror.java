package io.penstock.activities.git;

import io.penstock.workflows.Failures;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.id.CommitId;
import io.penstock.workflows.id.RepositoryId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One repository's bare mirror: its configured branch, fetched on demand, and what its commits hold.
///
/// Safe for any number of threads. Fetches of one mirror follow each other, and one that began after the caller
/// asked serves the caller too. A damaged mirror is made anew by the next fetch. Whatever cannot be reached or
/// read just now is a `GitUnavailable`; what only the author of a commit can mend is a `ConfigException`.
public final class Mirror implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Mirror.class);

    private final Remote remote;
    private final Path folder;
    private final Fetcher fetcher;
    private final Semaphore fetches;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicLong begun = new AtomicLong();
    private final ReentrantReadWriteLock presence = new ReentrantReadWriteLock();
    private final Packing packing;
    private volatile boolean damaged;
    private volatile long served;
    private Repository repository;

    Mirror(Remote remote, Path folder, Fetcher fetcher, Semaphore fetches) throws IOException {
        this.remote = remote;
        this.folder = folder;
        this.fetcher = fetcher;
        this.fetches = fetches;
        this.packing = new Packing(remote.id(), presence.readLock(), () -> repository);
        this.repository = MirrorFolder.open(folder, remote.ours());
    }

    public RepositoryId id() {
        return remote.id();
    }

    public Remote remote() {
        return remote;
    }

    /// Brings the configured branch up to date and returns its head. A branch that does not exist fails as
    /// `Parked`.
    public CommitId fetch() {
        var asked = begun.get();
        lock();
        try {
            if (served > asked && !damaged) {
                var head = head();
                if (head.isPresent()) {
                    return head.get();
                }
            }
            return fetchNow();
        } catch (IOException e) {
            throw unavailable("cannot be fetched", e);
        } finally {
            fetching.unlock();
        }
    }

    /// The head of the configured branch as the last fetch saw it, empty before the first.
    public Optional<CommitId> head() {
        return reading(open -> Optional.ofNullable(tip(open)).map(id -> new CommitId(id.name())));
    }

    /// What people recognise the commit by.
    public CommitView commit(CommitId commit) {
        require(commit);
        return reading(open -> Trees.view(open, commit));
    }

    /// Whether the configured branch, as last fetched, contains the commit.
    public boolean contains(CommitId commit) {
        return reading(open -> {
            var tip = tip(open);
            return tip != null && Trees.contains(open, tip, commit);
        });
    }

    /// Makes sure that the configured branch contains the commit, fetching when it does not yet; a commit that
    /// is not there then is a `ConfigException`.
    public void require(CommitId commit) {
        if (contains(commit)) {
            return;
        }
        fetch();
        if (!contains(commit)) {
            throw Failures.configuration("commit " + commit + ": not on branch " + remote.branchName()
                    + " of repository " + remote.id() + " (expected: a commit that the configured branch contains)");
        }
    }

    /// All files below a directory, in Git's order; empty when there is no such directory. The root is `""` or `.`.
    /// Submodules are left out, symbolic links stand for the file inside the repository that they lead to.
    public List<Blob> files(CommitId commit, String directory) {
        var inside = Paths.inside(directory);
        return reading(open -> Trees.files(open, commit, inside));
    }

    /// The file at a path, empty when there is none.
    public Optional<Blob> file(CommitId commit, String path) {
        var inside = Paths.inside(path);
        return reading(open -> Trees.file(open, commit, inside));
    }

    /// The content of a file; a larger one than the maximum is a `ConfigException`.
    public byte[] read(Blob blob, int maximumBytes) {
        return reading(open -> Trees.read(open, blob, maximumBytes));
    }

    /// Every path that differs between two commits, which need not be related; empty when the mirror no longer has
    /// the first, so that everything counts as changed.
    public Optional<List<String>> changedPaths(CommitId from, CommitId to) {
        return reading(open -> Trees.isCommit(open, ObjectId.fromString(from.value()))
                ? Optional.of(Trees.changedPaths(open, from, to))
                : Optional.empty());
    }

    @Override
    public void close() {
        packing.close();
        presence.writeLock().lock();
        try {
            repository.close();
        } finally {
            presence.writeLock().unlock();
        }
    }

    private CommitId fetchNow() throws IOException {
        if (damaged) {
            makeAnew();
        }
        acquire();
        var number = begun.incrementAndGet();
        try {
            var head = fetcher.fetch(repository, remote);
            served = number;
            packing.afterFetchInto(folder);
            return new CommitId(head.name());
        } finally {
            fetches.release();
        }
    }

    private void makeAnew() throws IOException {
        presence.writeLock().lock();
        try {
            log.warn("repository {}: its mirror is damaged and is made anew", remote.id());
            repository.close();
            repository = MirrorFolder.makeAnew(folder);
            damaged = false;
        } finally {
            presence.writeLock().unlock();
        }
    }

    private @Nullable ObjectId tip(Repository open) throws IOException {
        var reference = open.exactRef(remote.ours());
        return reference == null ? null : reference.getObjectId();
    }

    /// Reads, again when that fails: once as it is, since a reader that was interrupted closes files under
    /// others, and once from a mirror made anew.
    private <T> T reading(Reading<T> work) {
        IOException trouble = null;
        for (var attempt = 1; attempt <= 3; attempt++) {
            try {
                return readOnce(work);
            } catch (IOException e) {
                trouble = e;
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                log.warn("repository {}: cannot be read: {}", remote.id(), e.toString());
                if (attempt == 2) {
                    damaged = true;
                    fetch();
                }
            }
        }
        throw unavailable("cannot be read", trouble);
    }

    private <T> T readOnce(Reading<T> work) throws IOException {
        presence.readLock().lock();
        try {
            return work.on(repository);
        } finally {
            presence.readLock().unlock();
        }
    }

    private void lock() {
        try {
            fetching.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void acquire() {
        try {
            fetches.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private GitUnavailable interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return unavailable("was not fetched, the piped is stopping", e);
    }

    private GitUnavailable unavailable(String what, @Nullable Exception e) {
        var cause = e == null || e.getMessage() == null ? String.valueOf(e) : e.getMessage();
        return new GitUnavailable("repository " + remote.id() + " " + what + ": " + cause, e);
    }

    private interface Reading<T> {
        T on(Repository repository) throws IOException;
    }
}
