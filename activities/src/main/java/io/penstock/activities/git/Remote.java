package io.penstock.activities.git;

import io.penstock.workflows.id.RepositoryId;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// A repository of the piped's file: its address and the branch that counts.
///
/// @param branch null follows whatever branch the remote's HEAD names
public record Remote(
        RepositoryId id, String address, @Nullable String branch) {
    private static final Set<String> SCHEMES = Set.of("file", "ssh", "https", "http");
    private static final Set<String> WEB = Set.of("https", "http");
    private static final int TOKEN = 12;

    public Remote {
        if (branch != null && branch.isBlank()) {
            branch = null;
        }
        parse(id, address);
    }

    /// The address without a credential, for people and for the door.
    public String publicAddress() {
        return parse(id, address).setUser(null).setPass(null).toString();
    }

    /// What the address carries that nobody else may see: a password, and a user that is long enough for a token.
    public List<String> credentials() {
        var uri = parse(id, address);
        var user = uri.getUser();
        var token =
                user != null && WEB.contains(String.valueOf(uri.getScheme())) && user.length() >= TOKEN ? user : null;
        return Stream.of(uri.getPass(), token).filter(Objects::nonNull).toList();
    }

    URIish uri() {
        return parse(id, address);
    }

    /// The reference on the remote.
    String theirs() {
        return branch == null ? "HEAD" : "refs/heads/" + branch;
    }

    /// The reference in the mirror.
    String ours() {
        return branch == null ? "refs/penstock/default" : "refs/heads/" + branch;
    }

    /// The branch as people call it.
    String branchName() {
        return branch == null ? "HEAD" : branch;
    }

    @Override
    public String toString() {
        return id + " at " + publicAddress() + " branch " + branchName();
    }

    private static URIish parse(RepositoryId id, String address) {
        try {
            var uri = new URIish(address);
            if (uri.getScheme() == null ? !address.contains("::") : SCHEMES.contains(uri.getScheme())) {
                return uri;
            }
            throw new URISyntaxException("******", "scheme " + address.split(":", 2)[0]);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "repositories." + id + ".remote: " + e.getReason()
                            + " (expected: a file, ssh or https address of a Git repository)",
                    e);
        }
    }
}
