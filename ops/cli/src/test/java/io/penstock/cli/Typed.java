package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Types commands in this process, with variables and an input of their own.
///
/// @param variables the environment; `PENSTOCK_HOME` is always an empty folder unless set
public record Typed(Map<String, String> variables) {
    private static final Path EMPTY = folder();

    /// What a command did.
    public record Answer(int exit, String out, String err) {
        public JsonNode json() {
            return Json.read(out, JsonNode.class);
        }
    }

    /// The names of an object's fields, in order.
    public static List<String> fields(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// Somebody with a key for the control plane on that port.
    public static Typed with(int port, String key) {
        return new Typed(Map.of("PENSTOCK_URL", "http://127.0.0.1:" + port, "PENSTOCK_API_KEY", key));
    }

    /// The same person with one more variable.
    public Typed and(String name, String value) {
        var more = new HashMap<>(variables);
        more.put(name, value);
        return new Typed(Map.copyOf(more));
    }

    public Answer type(String... words) {
        return typing("", words);
    }

    /// Types the words, and `input` into standard input.
    public Answer typing(String input, String... words) {
        var all = new HashMap<>(variables);
        all.putIfAbsent("PENSTOCK_HOME", EMPTY.toString());
        all.put("NO_COLOR", "1");
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var usualOut = System.out;
        var usualErr = System.err;
        var usualIn = System.in;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            var exit = ScopedValue.where(Variables.INSTEAD, Map.copyOf(all))
                    .call(() -> Penstock.commandLine().execute(words));
            return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
            System.setIn(usualIn);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("penstock-cli");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
