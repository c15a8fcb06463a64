package io.penstock.activities.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bare repository on disk: opened when sound, otherwise made anew. One process owns it.
final class MirrorFolder {
    private static final Logger log = LoggerFactory.getLogger(MirrorFolder.class);

    private MirrorFolder() {}

    /// Opens what an earlier process left, without its locks and half-written packs.
    static Repository open(Path folder, String reference) throws IOException {
        if (!Files.isDirectory(folder)) {
            return make(folder);
        }
        removeLeftovers(folder);
        var repository = builder(folder).build();
        try {
            check(repository, reference);
            return repository;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            log.warn("{}: the mirror is damaged and will be made anew: {}", folder.getFileName(), e.getMessage());
            repository.close();
            return makeAnew(folder);
        }
    }

    /// Deletes the mirror and makes an empty one.
    static Repository makeAnew(Path folder) throws IOException {
        var aside = folder.resolveSibling(folder.getFileName() + ".damaged");
        delete(aside);
        if (Files.exists(folder)) {
            Files.move(folder, aside);
        }
        delete(aside);
        return make(folder);
    }

    private static Repository make(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        var repository = builder(folder).build();
        repository.create(true);
        var config = repository.getConfig();
        config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
        config.setInt(ConfigConstants.CONFIG_PACK_SECTION, null, ConfigConstants.CONFIG_KEY_THREADS, 1);
        config.setString(
                ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_PRUNEPACKEXPIRE, Packing.KEPT);
        config.setBoolean(
                ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_KEY_LOGALLREFUPDATES, false);
        config.save();
        return repository;
    }

    private static FileRepositoryBuilder builder(Path folder) {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare();
    }

    private static void check(Repository repository, String reference) throws IOException {
        if (!repository.getObjectDatabase().exists()) {
            throw new IOException("no object database");
        }
        var tip = repository.resolve(reference + "^0");
        if (tip == null) {
            if (repository.exactRef(reference) != null) {
                throw new IOException(reference + " leads nowhere");
            }
            return;
        }
        try (var walk = new RevWalk(repository);
                var trees = new TreeWalk(repository)) {
            trees.addTree(walk.parseCommit(tip).getTree());
            trees.setRecursive(true);
            var reader = trees.getObjectReader();
            while (trees.next()) {
                if (!FileMode.GITLINK.equals(trees.getFileMode(0)) && !reader.has(trees.getObjectId(0))) {
                    throw new MissingObjectException(trees.getObjectId(0), "blob");
                }
            }
        }
    }

    private static void removeLeftovers(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var name = file.getFileName().toString();
                if (name.endsWith(".lock") || name.endsWith(".keep") || name.startsWith("incoming_")) {
                    log.info("{}: removed {} of a process that ended in the middle", folder.getFileName(), name);
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
