package io.penstock.benchmark;

import io.penstock.local.LocalStackException;
import io.penstock.local.Part;
import io.penstock.local.process.Command;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What a JVM itself says of its memory.
record JavaMemory(Part part) {
    private static final Pattern HEAP = Pattern.compile("total (\\d+)K, used (\\d+)K");
    private static final Pattern CLASSES = Pattern.compile("Metaspace\\s+used \\d+K, committed (\\d+)K");
    private static final Pattern CODE = Pattern.compile("used=(\\d+)Kb");
    private static final double KIBIBYTE = 1024 / 1e6;

    /// In MB: the heap as it is held and as it is used, classes, and compiled code; what remains of the
    /// resident memory is threads, buffers and the libraries' own.
    Map<String, Object> split() {
        var split = new LinkedHashMap<String, Object>();
        try {
            var heap = said("GC.heap_info");
            split.put("heap held", sum(HEAP, 1, heap));
            split.put("heap used", sum(HEAP, 2, heap));
            split.put("classes", sum(CLASSES, 1, heap));
            split.put("compiled code", sum(CODE, 1, said("Compiler.codecache")));
        } catch (LocalStackException e) {
            split.put("unknown", String.valueOf(e.getMessage()));
        }
        return split;
    }

    private String said(String question) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.of(jcmd, String.valueOf(part.status().pid()), question).succeed();
    }

    private static double sum(Pattern pattern, int group, String text) {
        return Samples.rounded(pattern.matcher(text)
                        .results()
                        .mapToLong(match -> Long.parseLong(match.group(group)))
                        .sum()
                * KIBIBYTE);
    }
}
