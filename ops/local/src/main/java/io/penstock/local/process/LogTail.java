package io.penstock.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The end of a log.
public final class LogTail {
    private static final int LOOKED_AT = 16 * 1024;
    private static final int LONGEST = 300;

    private LogTail() {}

    /// The last line that says something, shortened; empty when there is none.
    public static String lastLine(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var from = Math.max(0, file.length() - LOOKED_AT);
            var bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.isEmpty()) {
                return "";
            }
            var last = lines.getLast();
            return last.length() > LONGEST ? last.substring(0, LONGEST) + "…" : last;
        } catch (IOException _) {
            return "";
        }
    }
}
