package io.penstock.activities.git;

import io.penstock.workflows.Failures;
import io.penstock.workflows.id.RepositoryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/// The repositories that the piped's file names, each with its mirror below one folder that this process owns.
public final class Mirrors implements AutoCloseable {
    private static final int FETCHES_AT_ONCE = 4;

    private final Map<RepositoryId, Mirror> mirrors = new LinkedHashMap<>();
    private final SshdSessionFactory ssh;

    /// Opens or makes a mirror for each remote; fetches nothing yet.
    public Mirrors(List<Remote> remotes, GitAccess access, Path folder) throws IOException {
        PlainSystem.install();
        ssh = Ssh.sessions(access, folder.resolve("ssh"));
        var fetcher = new Fetcher(access, ssh);
        var fetches = new Semaphore(FETCHES_AT_ONCE);
        for (var remote : remotes) {
            var place = folder.resolve(remote.id() + "-" + shortDigest(remote.address()) + ".git");
            if (mirrors.put(remote.id(), new Mirror(remote, place, fetcher, fetches)) != null) {
                throw new IllegalArgumentException(
                        "repositories: " + remote.id() + " stands there twice (expected: each repoId once)");
            }
        }
    }

    /// The mirror of a repository; one that the piped's file does not name fails as `Parked`.
    public Mirror get(RepositoryId repository) {
        var mirror = mirrors.get(repository);
        if (mirror == null) {
            throw Failures.parked("repository " + repository + ": not in the piped's configuration (expected: one of "
                    + mirrors.keySet() + ")");
        }
        return mirror;
    }

    public Collection<Mirror> all() {
        return List.copyOf(mirrors.values());
    }

    @Override
    public void close() {
        mirrors.values().forEach(Mirror::close);
        ssh.close();
    }

    /// A repository that moved to another address gets a mirror of its own.
    private static String shortDigest(String address) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
