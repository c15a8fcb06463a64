package io.penstock.activities.git;

import io.penstock.workflows.Failures;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.id.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// What commits hold, read from the object database; nothing is checked out.
final class Trees {
    private static final int MESSAGE_LENGTH = 500;
    private static final int LINK_HOPS = 5;
    private static final int LINK_LENGTH = 4_096;

    private Trees() {}

    static CommitView view(Repository repository, CommitId id) throws IOException {
        try (var walk = new RevWalk(repository)) {
            var commit = walk.parseCommit(ObjectId.fromString(id.value()));
            var message = commit.getFullMessage().strip();
            var author = commit.getAuthorIdent();
            return new CommitView(
                    id,
                    message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message,
                    author.getName() + " <" + author.getEmailAddress() + ">",
                    commit.getCommitterIdent().getWhenAsInstant());
        }
    }

    static boolean contains(Repository repository, ObjectId head, CommitId id) throws IOException {
        var object = ObjectId.fromString(id.value());
        if (object.equals(head)) {
            return true;
        }
        if (!isCommit(repository, object)) {
            return false;
        }
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            return walk.isMergedInto(walk.parseCommit(object), walk.parseCommit(head));
        }
    }

    static boolean isCommit(Repository repository, ObjectId object) throws IOException {
        try (var reader = repository.newObjectReader()) {
            return reader.has(object) && reader.open(object).getType() == Constants.OBJ_COMMIT;
        }
    }

    static List<Blob> files(Repository repository, CommitId commit, String directory) throws IOException {
        var root = tree(repository, commit);
        var found = new ArrayList<Blob>();
        try (var walk = start(repository, root, directory)) {
            if (walk == null) {
                return List.of();
            }
            walk.setRecursive(true);
            var prefix = directory.isEmpty() ? "" : directory + "/";
            while (walk.next()) {
                if (!FileMode.GITLINK.equals(walk.getFileMode(0))) {
                    found.add(blob(repository, root, prefix + walk.getPathString(), walk));
                }
            }
        }
        return found;
    }

    static Optional<Blob> file(Repository repository, CommitId commit, String path) throws IOException {
        var root = tree(repository, commit);
        try (var walk = path.isEmpty() ? null : TreeWalk.forPath(repository, path, root)) {
            if (walk == null || walk.isSubtree() || FileMode.GITLINK.equals(walk.getFileMode(0))) {
                return Optional.empty();
            }
            return Optional.of(blob(repository, root, path, walk));
        }
    }

    static List<String> changedPaths(Repository repository, CommitId from, CommitId to) throws IOException {
        var paths = new ArrayList<String>();
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(tree(repository, from));
            walk.addTree(tree(repository, to));
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                paths.add(walk.getPathString());
            }
        }
        return paths;
    }

    static byte[] read(Repository repository, Blob blob, int maximumBytes) throws IOException {
        try (var reader = repository.newObjectReader()) {
            var content = reader.open(ObjectId.fromString(blob.id()), Constants.OBJ_BLOB);
            if (content.getSize() > maximumBytes) {
                throw Failures.configuration(Paths.shown(blob.path()) + ": " + content.getSize()
                        + " bytes (expected: at most " + maximumBytes + ")");
            }
            return content.getBytes(maximumBytes);
        }
    }

    private static RevTree tree(Repository repository, CommitId commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(commit.value())).getTree();
        }
    }

    private static @Nullable TreeWalk start(Repository repository, RevTree root, String directory) throws IOException {
        if (directory.isEmpty()) {
            var walk = new TreeWalk(repository);
            walk.addTree(root);
            return walk;
        }
        try (var found = TreeWalk.forPath(repository, directory, root)) {
            if (found == null || !found.isSubtree()) {
                return null;
            }
            var walk = new TreeWalk(repository);
            walk.addTree(found.getObjectId(0));
            return walk;
        }
    }

    private static Blob blob(Repository repository, RevTree root, String path, TreeWalk walk) throws IOException {
        var mode = walk.getFileMode(0);
        var id = walk.getObjectId(0);
        if (FileMode.SYMLINK.equals(mode)) {
            return follow(repository, root, path, id);
        }
        return new Blob(path, id.name(), FileMode.EXECUTABLE_FILE.equals(mode) ? Blob.Kind.EXECUTABLE : Blob.Kind.FILE);
    }

    private static Blob follow(Repository repository, RevTree root, String path, ObjectId link) throws IOException {
        var at = path;
        var id = link;
        for (var hop = 0; hop < LINK_HOPS; hop++) {
            var content = repository.open(id, Constants.OBJ_BLOB);
            var target = content.getSize() > LINK_LENGTH
                    ? Optional.<String>empty()
                    : Paths.linkTarget(at, new String(content.getBytes(), StandardCharsets.UTF_8));
            if (target.isEmpty() || target.get().isEmpty()) {
                break;
            }
            try (var walk = TreeWalk.forPath(repository, target.get(), root)) {
                if (walk == null || walk.isSubtree() || FileMode.GITLINK.equals(walk.getFileMode(0))) {
                    break;
                }
                at = target.get();
                id = walk.getObjectId(0);
                if (!FileMode.SYMLINK.equals(walk.getFileMode(0))) {
                    return new Blob(path, id.name(), Blob.Kind.FILE);
                }
            }
        }
        return new Blob(path, link.name(), Blob.Kind.DEAD_LINK);
    }
}
