package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// One configuration file that was read.
///
/// @param kind as written in the file, empty when it could not be read
/// @param value the content, null where there is an error
public record ConfigFile(String path, String kind, @Nullable Config value, List<Fault> faults) {
    /// The only version of the format.
    public static final String API_VERSION = "pipecd.dev/v1beta1";

    private static final Pattern OURS =
            Pattern.compile("(?m)^[\\s{]*[\"']?apiVersion[\"']?\\s*:\\s*[\"']?pipecd\\.dev/");
    private static final Pattern YAML = Pattern.compile(".*\\.(ya?ml|json)");
    private static final int LOOKED_AT = 1 << 16;

    /// Whether the file can be used; warnings do not keep it from that.
    public boolean valid() {
        return value != null;
    }

    /// The application that the file describes, or null.
    public @Nullable ApplicationConfig application() {
        return value instanceof ApplicationConfig application ? application : null;
    }

    /// Whether a file of a repository is configuration of this kind, by its name or by its first lines.
    public static boolean isConfigurationFile(String path, byte[] content) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (name.endsWith(".pipecd.yaml") || name.equals(".pipe.yaml")) {
            return true;
        }
        var head = new String(Arrays.copyOf(content, Math.min(LOOKED_AT, content.length)), StandardCharsets.ISO_8859_1);
        return YAML.matcher(name).matches() && OURS.matcher(head).find();
    }

    /// Reads a file of any kind; whatever is wrong with it becomes a fault, never an exception.
    public static ConfigFile read(String path, byte[] content) {
        var source = new Source();
        var top = YamlText.read(content, source);
        var file = top == null ? null : read(top, source);
        var loaded = new Loaded<>(file == null ? null : file.value, source.faults());
        return new ConfigFile(path, file == null ? "" : file.kind, loaded.value(), loaded.faults());
    }

    private static ConfigFile read(Node top, Source source) {
        var block = Block.ofRecord(new Place("", top, top, Severity.ERROR), source);
        var reader = new RecordReader(source);
        var header = reader.bind(Header.class, block);
        if (header == null) {
            return new ConfigFile("", "", null, List.of());
        }
        if (!header.apiVersion().isEmpty() && !header.apiVersion().equals(API_VERSION)) {
            source.error(source.place(header, "apiVersion"), header.apiVersion(), API_VERSION);
        }
        var spec = block.find("spec");
        var kind = source.place(header, "kind");
        if (spec.node() == null) {
            source.warn(spec, "missing", "a block with the content; all of it has its default now");
        }
        var value = header.kind().isEmpty() ? null : content(header.kind(), kind, spec, source);
        block.reportUnknown(source);
        return new ConfigFile("", Fault.shown(header.kind()), value, List.of());
    }

    private static @Nullable Config content(String kind, Place place, Place spec, Source source) {
        var tolerant = spec.unknown(Severity.WARNING);
        var reader = new RecordReader(source);
        for (var platform : Platform.values()) {
            if (platform.kind().equals(kind)) {
                return new ApplicationReader(source, false).read(kind, platform, spec);
            }
        }
        return switch (kind) {
            case "Application" -> new ApplicationReader(source, true).read(kind, null, tolerant);
            case "Piped" -> new PipedReader(source).read(tolerant);
            case "AnalysisTemplate" -> {
                var templates = reader.read(AnalysisTemplateConfig.class, tolerant);
                if (templates != null) {
                    new AnalysisChecks(source).check(templates);
                }
                yield templates;
            }
            case "EventWatcher" -> {
                var watcher = reader.read(EventWatcherConfig.class, tolerant);
                if (watcher != null) {
                    ApplicationChecks.events(watcher, source);
                }
                yield watcher;
            }
            case "ControlPlane" -> new ControlPlaneConfig(FreeForm.read(spec, source));
            default -> {
                var kinds = new ArrayList<>(
                        List.of("Application", "Piped", "AnalysisTemplate", "EventWatcher", "ControlPlane"));
                Arrays.stream(Platform.values()).map(Platform::kind).forEach(kinds::add);
                source.error(place, kind, CloseMatch.expected("a kind of configuration", kind, kinds));
                yield null;
            }
        };
    }

    /// The keys that every file begins with.
    record Header(
            @Doc(value = "Version of the format.", range = API_VERSION, required = true)
            String apiVersion,

            @Doc(value = "What the file is.", range = "a kind of configuration such as KubernetesApp", required = true)
            String kind) {}
}
