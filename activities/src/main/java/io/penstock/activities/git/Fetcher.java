package io.penstock.activities.git;

import io.penstock.workflows.Failures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/// Brings one branch of a remote into a mirror, over one connection: asks where the branch is, and only when it
/// moved asks for what is missing. Runs no hook and writes nothing but objects and that one reference.
final class Fetcher {
    private static final int TIMEOUT_SECONDS = 30;

    private final GitAccess access;
    private final SshSessionFactory ssh;

    Fetcher(GitAccess access, SshSessionFactory ssh) {
        this.access = access;
        this.ssh = ssh;
    }

    /// Returns where the branch is now; the mirror's reference stands there too.
    ObjectId fetch(Repository repository, Remote remote) throws IOException {
        try (var transport = Transport.open(repository, remote.uri())) {
            prepare(transport, remote.uri());
            var wanted = new RefSpec().setSourceDestination(remote.theirs(), remote.ours());
            try (var connection = transport.openFetch(List.of(wanted))) {
                var advertised = connection.getRef(remote.theirs());
                if (advertised == null || advertised.getObjectId() == null) {
                    throw Failures.parked("repository " + remote.id() + ": it has no branch " + remote.branchName()
                            + " (create the branch, or correct `branch` in the piped's configuration)");
                }
                var tip = advertised.getObjectId();
                var known = repository.exactRef(remote.ours());
                if (known == null || !tip.equals(known.getObjectId())) {
                    receive(repository, connection, List.of(advertised));
                    move(repository, remote, tip);
                }
                return tip;
            }
        }
    }

    private static void receive(Repository repository, FetchConnection connection, List<Ref> wanted)
            throws IOException {
        connection.setPackLockMessage("penstock");
        try {
            connection.fetch(new Interruptible(), wanted, Set.<ObjectId>of());
            try (var walk = new RevWalk(repository)) {
                walk.parseTree(walk.parseCommit(wanted.getFirst().getObjectId()).getTree());
            }
        } finally {
            for (var lock : connection.getPackLocks()) {
                lock.unlock();
            }
        }
    }

    private static void move(Repository repository, Remote remote, ObjectId tip) throws IOException {
        var update = repository.updateRef(remote.ours());
        update.setNewObjectId(tip);
        update.setForceUpdate(true);
        update.disableRefLog();
        var result = update.update();
        if (result == RefUpdate.Result.LOCK_FAILURE || result == RefUpdate.Result.IO_FAILURE) {
            throw new IOException(remote.ours() + ": " + result);
        }
    }

    private void prepare(Transport transport, URIish address) {
        transport.setTimeout(TIMEOUT_SECONDS);
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setCredentialsProvider(null);
        if (transport instanceof SshTransport overSsh) {
            overSsh.setSshSessionFactory(ssh);
        }
        var scheme = address.getScheme();
        var password = access.password();
        if (password == null || scheme == null || !scheme.startsWith("http")) {
            return;
        }
        if (scheme.equals("http") && !loopback(address.getHost())) {
            throw Failures.parked("repository " + address.setPass(null) + ": a password over plain http"
                    + " (expected: an https address)");
        }
        var name = access.username() == null ? "" : access.username();
        transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider(name, password));
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    /// Ends a transfer when its thread is interrupted.
    private static final class Interruptible extends EmptyProgressMonitor {
        @Override
        public boolean isCancelled() {
            return Thread.currentThread().isInterrupted();
        }
    }
}
