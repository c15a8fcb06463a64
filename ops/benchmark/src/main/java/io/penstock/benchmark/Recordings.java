package io.penstock.benchmark;

import io.penstock.benchmark.arena.Arena;
import io.penstock.local.PrivateFiles;
import io.penstock.local.java.ControlPlaneFiles;
import io.penstock.local.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Recordings of Java's flight recorder while something is timed, where they were asked for. They cost a few
/// percent.
///
/// @param folder null where they were not
record Recordings(@Nullable Path folder) {
    void begin(Arena arena) {
        if (folder != null) {
            PrivateFiles.folder(folder);
            parts().forEach(part -> jcmd(arena, part, "JFR.start", "name=bench", "settings=profile"));
        }
    }

    void end(Arena arena) {
        if (folder != null) {
            for (var part : parts()) {
                var file =
                        folder.resolve(part + "-" + arena.temporal() + ".jfr").toAbsolutePath();
                jcmd(arena, part, "JFR.stop", "name=bench", "filename=" + file);
            }
        }
    }

    private static List<String> parts() {
        return List.of(ControlPlaneFiles.NAME, Arena.piped());
    }

    private static void jcmd(Arena arena, String part, String command, String... arguments) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        words.add(String.valueOf(arena.part(part).status().pid()));
        words.add(command);
        words.addAll(List.of(arguments));
        Command.of(words).succeed();
    }
}
