package io.penstock.benchmark.engine;

import io.penstock.benchmark.arena.Arena;
import io.penstock.local.Checkout;
import io.penstock.local.PrivateFiles;
import io.penstock.local.java.Jvm;
import io.penstock.local.process.Unfinished;
import io.penstock.workflows.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Temporal and the gate of an arena, with two JVMs like Penstock's that do nothing but the hops.
public final class BareEngine implements AutoCloseable {
    private static final String CLUSTER = "bare";

    private final Process controlPlane;
    private final Process piped;
    private final Unfinished.Piece ending;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private int rounds;

    private BareEngine(Process controlPlane, Process piped) {
        this.controlPlane = controlPlane;
        this.piped = piped;
        ending = Unfinished.work(this::end);
        answers = controlPlane.inputReader(StandardCharsets.UTF_8);
        questions = controlPlane.outputWriter(StandardCharsets.UTF_8);
    }

    /// Registers a piped of a cluster that nobody else serves, and starts both JVMs.
    public static BareEngine start(Arena arena) {
        var stack = arena.stack();
        var made = arena.api().post("/pipeds", Map.of("cluster", CLUSTER, "name", "bare engine"));
        var key = stack.home().keys().resolve("bare-engine");
        PrivateFiles.write(key, made.path("key").asText() + "\n");
        var temporal = stack.parts().temporal().address();
        var gate = stack.controlPlaneFiles().gate();
        return new BareEngine(
                jvm(arena, BareControlPlane.class, Jvm.controlPlane(), List.of(temporal)),
                jvm(arena, BarePiped.class, Jvm.piped(), List.of(gate, CLUSTER, key.toString())));
    }

    /// Runs so many lanes at once and says how many seconds that took.
    ///
    /// @param lane, deployment the hops of each
    public double run(int count, String lane, String deployment) {
        rounds++;
        try {
            questions.write(Json.write(new BareControlPlane.Round(rounds, count, lane, deployment, CLUSTER)));
            questions.newLine();
            questions.flush();
            var answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the bare engine ended (expected: the seconds of a round)");
            }
            return Double.parseDouble(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
        ending.close();
    }

    private void end() {
        controlPlane.destroyForcibly();
        piped.destroyForcibly();
    }

    private static Process jvm(Arena arena, Class<?> main, List<String> flags, List<String> arguments) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(flags);
        words.add("-cp");
        words.add(Checkout.find().classPath("ops/benchmark").stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        words.add(main.getName());
        words.addAll(arguments);
        var builder = new ProcessBuilder(words)
                .redirectError(arena.stack().home().log(main.getSimpleName()).toFile());
        builder.environment().putAll(Jvm.ENVIRONMENT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
