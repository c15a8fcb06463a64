package io.penstock.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.Exit;
import io.penstock.cli.Output;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ConfigFile;
import io.penstock.workflows.config.ValidationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Checks configuration files or whole repositories, without any server.
@Command(
        name = "validate",
        description = "Checks configuration files, or all of a repository; needs no server.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  penstock validate web/app.pipecd.yaml", "  penstock validate ."})
public final class ValidateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files or directories.")
    private List<Path> paths = List.of();

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        var files = new ArrayList<ConfigFile>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                directory(path, files);
            } else if (Files.isReadable(path)) {
                files.add(ConfigFile.read(path.toString(), content(path)));
            } else {
                System.err.println(
                        "penstock: " + path + ": no such file (expected: a file or directory that can be read)");
                return Exit.NOT_FOUND.code();
            }
        }
        var report = ValidationReport.of(files);
        output.print(Json.wire().<JsonNode>valueToTree(report), text(report));
        return report.invalid() == 0 ? Exit.DONE.code() : Exit.NO.code();
    }

    private static void directory(Path root, List<ConfigFile> files) throws IOException {
        try (var all = Files.walk(root)) {
            for (var path : all.filter(Files::isRegularFile).sorted().toList()) {
                if (path.toString().contains("/.git/") || !path.toString().matches(".*\\.(ya?ml|json)")) {
                    continue;
                }
                var content = content(path);
                if (ConfigFile.isConfigurationFile(root.relativize(path).toString(), content)) {
                    files.add(ConfigFile.read(path.toString(), content));
                }
            }
        }
    }

    /// No more than shows that a file is too long.
    private static byte[] content(Path path) throws IOException {
        try (var file = Files.newInputStream(path)) {
            return file.readNBytes(Json.MAXIMUM_FILE_BYTES + 1);
        }
    }

    private static String text(ValidationReport report) {
        var text = new StringBuilder();
        for (var file : report.files()) {
            text.append(file.valid() ? "valid    " : "invalid  ")
                    .append(file.path())
                    .append(file.kind().isEmpty() ? "" : " (" + file.kind() + ")")
                    .append('\n');
            for (var fault : file.faults()) {
                text.append("  ")
                        .append(fault.severity())
                        .append(' ')
                        .append(fault.describe(file.path()))
                        .append('\n');
            }
        }
        return text.append(report.valid() + " valid, " + report.invalid() + " invalid\n")
                .toString();
    }
}
