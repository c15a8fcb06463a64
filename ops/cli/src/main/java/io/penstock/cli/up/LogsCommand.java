package io.penstock.cli.up;

import io.penstock.cli.CommandFailure;
import io.penstock.cli.Exit;
import io.penstock.cli.Times;
import io.penstock.cli.Variables;
import io.penstock.local.Checkout;
import io.penstock.local.LocalStack;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the log of one part of the local stack.
@Command(
        name = "logs",
        description = "Shows the log of one part.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock logs piped-tokyo --follow --since 10m"})
public final class LogsCommand implements Callable<Integer> {
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[-+][0-9]{2}:?[0-9]{2})");
    private static final long LOOK_MILLIS = 300;

    @Parameters(paramLabel = "PART", description = "A name that `penstock status` shows.")
    private String part = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow;

    @Option(names = "--since", paramLabel = "AGE", description = "Only lines of the last 90s, 10m, 2h or 1d.")
    private @Nullable String since;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var log = LocalStack.open(Variables.home(), Checkout.find()).log(part);
        if (!Files.exists(log)) {
            throw new CommandFailure(Exit.NOT_FOUND, part + " has no log yet: " + log);
        }
        var from = since == null ? null : Instant.now().minus(Times.duration("--since", since));
        var position = print(log, 0, from);
        while (follow) {
            Thread.sleep(LOOK_MILLIS);
            if (Files.size(log) < position) {
                position = 0;
            }
            position = print(log, position, null);
        }
        return 0;
    }

    private static long print(Path log, long position, @Nullable Instant from) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(position);
            var shown = from == null;
            for (var line = file.readLine(); line != null; line = file.readLine()) {
                var text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                shown = shown || !before(text, from);
                if (shown) {
                    System.out.println(text);
                }
            }
            System.out.flush();
            return file.getFilePointer();
        }
    }

    /// Whether a line says that it was written before; lines without a time belong to the one above them.
    private static boolean before(String line, @Nullable Instant from) {
        var time = TIME.matcher(line);
        if (from == null || !time.find()) {
            return true;
        }
        try {
            return OffsetDateTime.parse(time.group()).toInstant().isBefore(from);
        } catch (DateTimeParseException e) {
            return true;
        }
    }
}
