package io.penstock.activities.git;

import io.penstock.workflows.Failures;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ConfigFile;
import io.penstock.workflows.config.Fault;
import io.penstock.workflows.config.Severity;
import io.temporal.failure.ApplicationFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Application files as parsed, kept by content: of 1,000 applications only those whose file changed are parsed
/// again.
final class ApplicationFiles {
    private static final int KEPT = 20_000;
    private static final String SUFFIX = ".pipecd.yaml";
    private static final String LEGACY = ".pipe.yaml";

    private final Map<String, ConfigFile> parsed = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ConfigFile> eldest) {
            return size() > KEPT;
        }
    };

    /// Whether a file is an application's by its name.
    static boolean named(String path) {
        return path.endsWith(SUFFIX) || path.endsWith("/" + LEGACY) || path.equals(LEGACY);
    }

    /// The file as parsed; whatever is wrong with it stands in its faults.
    ConfigFile read(Mirror mirror, Blob blob) {
        var known = known(blob.id());
        if (known != null) {
            return new ConfigFile(blob.path(), known.kind(), known.value(), known.faults());
        }
        var file = parse(mirror, blob);
        synchronized (parsed) {
            parsed.put(blob.id(), file);
        }
        return file;
    }

    private @Nullable ConfigFile known(String id) {
        synchronized (parsed) {
            return parsed.get(id);
        }
    }

    private static ConfigFile parse(Mirror mirror, Blob blob) {
        if (blob.kind() == Blob.Kind.DEAD_LINK) {
            return faulty(blob, "a symbolic link that leads to no file inside the repository");
        }
        try {
            return ConfigFile.read(blob.path(), mirror.read(blob, Json.MAXIMUM_FILE_BYTES));
        } catch (ApplicationFailure e) {
            if (Failures.CONFIGURATION.equals(e.getType())) {
                return faulty(blob, e.getOriginalMessage());
            }
            throw e;
        }
    }

    private static ConfigFile faulty(Blob blob, String sentence) {
        return new ConfigFile(blob.path(), "", null, List.of(fault(sentence, "a file of at most 1 MiB")));
    }

    static Fault fault(String sentence, String expected) {
        return new Fault(Severity.ERROR, 0, 0, "", "", expected, sentence);
    }
}
