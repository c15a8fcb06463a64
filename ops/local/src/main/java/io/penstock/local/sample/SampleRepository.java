package io.penstock.local.sample;

import io.penstock.local.Home;
import io.penstock.local.LocalStackException;
import io.penstock.local.PrivateFiles;
import io.penstock.local.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The sample repository: a bare one that Penstock watches and a work tree beside it from which `git push` works.
public final class SampleRepository {
    /// Its id in the configuration of every piped.
    public static final String ID = "sample";

    public static final String BRANCH = "main";

    private final Path folder;
    private final List<String> clusters;

    /// @param clusters at least one; the first runs the canary, the second follows by the chain
    public SampleRepository(Home home, List<String> clusters) {
        this(home.data().resolve("sample"), clusters);
    }

    public SampleRepository(Path folder, List<String> clusters) {
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException("clusters: none (expected: at least one)");
        }
        this.folder = folder;
        this.clusters = List.copyOf(clusters);
    }

    public Path bare() {
        return folder.resolve("repository.git");
    }

    public Path work() {
        return folder.resolve("work");
    }

    /// Its address for a piped.
    public String remote() {
        return bare().toUri().toString();
    }

    /// The file with the secret that webhook calls are signed with.
    public Path webhookSecretFile() {
        return folder.resolve("webhook-secret");
    }

    /// The secret that webhook calls are signed with, made on the first call.
    public String webhookSecret() {
        PrivateFiles.folder(folder);
        return PrivateFiles.secret(webhookSecretFile());
    }

    /// What is to be registered, in the order in which it should be.
    public List<SampleApplication> applications() {
        var made = new ArrayList<SampleApplication>();
        clusters.forEach(cluster -> made.add(new SampleApplication("hello", "hello", cluster)));
        clusters.stream()
                .limit(2)
                .forEach(cluster -> made.add(new SampleApplication("web", SampleFiles.web(cluster), cluster)));
        made.add(new SampleApplication("fragile", "fragile", clusters.getFirst()));
        return made;
    }

    /// Makes both with the first commit, unless they exist.
    public void create() {
        if (Files.isDirectory(work())) {
            return;
        }
        PrivateFiles.folder(folder);
        webhookSecret();
        try {
            PrivateFiles.deleteTree(bare());
            var unfinished = folder.resolve(".work.part");
            PrivateFiles.deleteTree(unfinished);
            Command.of("git", "init", "--quiet", "--bare", "--initial-branch=" + BRANCH, bare().toString())
                    .succeed();
            git(bare(), "config", "core.hooksPath", "hooks");
            Command.of("git", "clone", "--quiet", bare().toString(), unfinished.toString())
                    .succeed();
            identify(unfinished);
            write(unfinished, new SampleFiles(clusters).all());
            write(unfinished, Map.of("README.md", filled("README.md")));
            git(unfinished, "add", "--all");
            git(unfinished, "commit", "--quiet", "--message", "Sample applications");
            git(unfinished, "push", "--quiet", "origin", "HEAD:" + BRANCH);
            hook();
            Files.move(unfinished, work(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tells the repository's hook where the control plane takes webhook calls.
    public void webhook(String url) {
        PrivateFiles.write(folder.resolve("webhook-url"), url + "\n");
    }

    /// Makes the second commit, a new image of `web` in every cluster; gives its hash, also when it was made
    /// before.
    public String changeWeb() {
        var files = clusters.stream()
                .limit(2)
                .collect(java.util.stream.Collectors.toMap(
                        cluster -> SampleFiles.web(cluster) + "/deployment.yaml",
                        _ -> SampleFiles.deployment("web", SampleFiles.NEW_IMAGE)));
        return commit("A new image of web", files);
    }

    /// Gives `fragile` an image that cannot be pulled; gives the commit's hash.
    public String breakFragile() {
        return commit(
                "An image of fragile that nobody has",
                Map.of("fragile/deployment.yaml", SampleFiles.deployment("fragile", SampleFiles.UNPULLABLE_IMAGE)));
    }

    /// Commits and pushes these files, by path; gives the hash of the head, the old one when nothing changed.
    public String commit(String message, Map<String, String> files) {
        write(work(), files);
        git(work(), "add", "--all");
        if (!git(work(), "status", "--porcelain").isBlank()) {
            git(work(), "commit", "--quiet", "--message", message);
        }
        git(work(), "push", "--quiet", "origin", "HEAD:" + BRANCH);
        return head();
    }

    /// The hash of the commit that the branch is at.
    public String head() {
        return git(bare(), "rev-parse", BRANCH).strip();
    }

    private void hook() throws IOException {
        var hook = bare().resolve("hooks/post-receive");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, filled("post-receive"));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    }

    private String filled(String resource) {
        return SampleFiles.resource(resource)
                .replace("@FOLDER@", folder.toString().replace("'", "'\\''"))
                .replace("@REPOSITORY@", ID)
                .replace("@FIRST@", clusters.getFirst())
                .replace("@SECOND@", clusters.size() > 1 ? clusters.get(1) : "a second cluster")
                .replace("@WORK@", work().toString())
                .replace("@BARE@", bare().toString());
    }

    private static void identify(Path repository) {
        git(repository, "config", "user.name", "Penstock sample");
        git(repository, "config", "user.email", "sample@penstock.example");
        git(repository, "config", "commit.gpgsign", "false");
        git(repository, "checkout", "--quiet", "-B", BRANCH);
        git(repository, "config", "push.default", "current");
    }

    private static void write(Path root, Map<String, String> files) {
        files.forEach((path, content) -> {
            try {
                var file = root.resolve(path).normalize();
                if (!file.startsWith(root)) {
                    throw new LocalStackException("path: " + path + " (expected: inside the repository)");
                }
                Files.createDirectories(file.getParent());
                Files.writeString(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String git(Path repository, String... words) {
        var command = Stream.concat(Stream.of("git", "-C", repository.toString()), Stream.of(words))
                .toList();
        return Command.of(command).succeed();
    }
}
