package io.penstock.cli.check;

import io.penstock.cli.Exit;
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
import picocli.CommandLine.Option;
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private String output = "table";

    @Override
    public Integer call() throws IOException {
        var files = new ArrayList<ConfigFile>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                directory(path, files);
            } else if (Files.isReadable(path)) {
                files.add(ConfigFile.read(path.toString(), Files.readAllBytes(path)));
            } else {
                System.err.println(
                        "penstock: " + path + ": no such file (expected: a file or directory that can be read)");
                return Exit.NOT_FOUND.code();
            }
        }
        var report = ValidationReport.of(files);
        print(report);
        return report.invalid() == 0 ? Exit.DONE.code() : Exit.NO.code();
    }

    private static void directory(Path root, List<ConfigFile> files) throws IOException {
        try (var all = Files.walk(root)) {
            for (var path : all.filter(Files::isRegularFile).sorted().toList()) {
                if (path.toString().contains("/.git/") || !path.toString().matches(".*\\.(ya?ml|json)")) {
                    continue;
                }
                var content = Files.readAllBytes(path);
                if (ConfigFile.isConfigurationFile(root.relativize(path).toString(), content)) {
                    files.add(ConfigFile.read(path.toString(), content));
                }
            }
        }
    }

    private void print(ValidationReport report) {
        if (output.equals("json")) {
            System.out.println(Json.write(report));
            return;
        }
        for (var file : report.files()) {
            System.out.println((file.valid() ? "valid    " : "invalid  ")
                    + file.path()
                    + (file.kind().isEmpty() ? "" : " (" + file.kind() + ")"));
            for (var fault : file.faults()) {
                System.out.println("  " + fault.severity() + " " + fault.describe(file.path()));
            }
        }
        System.out.println(report.valid() + " valid, " + report.invalid() + " invalid");
    }
}
