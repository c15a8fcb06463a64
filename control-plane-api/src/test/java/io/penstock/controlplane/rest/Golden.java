package io.penstock.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.penstock.workflows.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that hold what an endpoint answers; `-Dpenstock.refresh` writes them anew, and the diff is the review.
final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    static void check(String name, String json) throws IOException {
        check(FOLDER.resolve(name + ".json"), pretty(json));
    }

    static void check(Path file, String content) throws IOException {
        if (System.getProperty("penstock.refresh") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(content).as(file.toString()).isEqualTo(Files.readString(file));
    }

    static String pretty(String json) throws IOException {
        var writer = Json.wire().writer(SerializationFeature.INDENT_OUTPUT);
        return writer.writeValueAsString(Json.wire().readTree(json)) + "\n";
    }
}
