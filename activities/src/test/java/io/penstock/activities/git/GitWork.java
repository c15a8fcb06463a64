package io.penstock.activities.git;

import io.penstock.workflows.id.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real repository made by the git program: a work tree and the bare one that it pushes to.
public final class GitWork {
    private final Path bare;
    private final Path tree;

    public GitWork(Path folder) {
        bare = folder.resolve("origin.git");
        tree = folder.resolve("work tree");
        run(folder, "init", "-q", "--bare", "-b", "main", bare.toString());
        run(folder, "init", "-q", "-b", "main", tree.toString());
        git("remote", "add", "origin", bare.toString());
    }

    public Path bare() {
        return bare;
    }

    public Path tree() {
        return tree;
    }

    public GitWork write(String path, String text) {
        try {
            var file = tree.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public CommitId commit(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return new CommitId(git("rev-parse", "HEAD").strip());
    }

    public CommitId push(String message) {
        var commit = commit(message);
        git("push", "-q", "-f", "origin", "HEAD:main");
        return commit;
    }

    public String git(String... arguments) {
        return run(tree, arguments);
    }

    static String run(Path folder, String... arguments) {
        var command = new ArrayList<>(List.of(
                "git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
