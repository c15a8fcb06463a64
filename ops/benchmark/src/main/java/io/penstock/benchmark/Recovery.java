package io.penstock.benchmark;

import io.penstock.benchmark.Result.Line;
import io.penstock.benchmark.arena.Applications;
import io.penstock.benchmark.arena.Arena;
import io.penstock.benchmark.arena.AuditLog.Call;
import io.penstock.benchmark.arena.Ledger.Recorded;
import io.penstock.local.java.ControlPlaneFiles;
import io.penstock.local.postgres.Database;
import io.penstock.local.process.Command;
import io.penstock.local.process.Loopback;
import io.penstock.local.temporal.Temporal;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// kill -9 of one part in the middle of a canary: the time from its answering again until the deployment
/// moves, which is a fact in the database or a write in the cluster. What the cluster itself still needs is
/// counted too.
final class Recovery {
    private static final String APPLICATION = "recovery";
    private static final int ANSWER_MILLIS = 500;

    private final Arena arena;
    private final int rounds;
    private final Samples all = new Samples();
    private final Map<String, Object> where = new LinkedHashMap<>();
    private int commits;

    Recovery(Arena arena, int rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    /// In which stage the part dies.
    private enum Moment {
        CANARY("while the canary becomes ready", 0),
        WAIT("in the wait", 1);

        private final String words;
        private final int stage;

        Moment(String words, int stage) {
            this.words = words;
            this.stage = stage;
        }
    }

    Result run() {
        var first = next();
        arena.register(APPLICATION);
        arena.finished(APPLICATION, first);
        var undisturbed = arena.audit().end();
        arena.finished(APPLICATION, next());
        var writes = writes(undisturbed);
        for (var round = 0; round < rounds; round++) {
            for (var part : List.of(ControlPlaneFiles.NAME, Arena.piped(), Temporal.NAME, Database.NAME)) {
                for (var moment : rounds == 1 ? List.of(Moment.CANARY) : List.of(Moment.values())) {
                    kill(part, moment, writes);
                }
            }
        }
        var line = new Line(Measure.RECOVERY, "kill -9 in a canary", "seconds");
        return Result.of(line, all, Budget.atMost(5), where);
    }

    private void kill(String part, Moment moment, long usual) {
        try (var step = arena.progress().step("kill -9 of " + part + " " + moment.words)) {
            var end = arena.audit().end();
            var commit = next();
            var deployment = arena.await("the canary", () -> begun(commit, moment.stage));
            var pid = arena.part(part).status().pid();
            Command.of("kill", "-9", String.valueOf(pid)).succeed();
            var killed = Instant.now();
            var answering = CompletableFuture.supplyAsync(() -> answeredAt(answers(part)));
            arena.start(part);
            var back = answering.join();
            var ended = arena.finished(APPLICATION, commit);
            var progress = progress(deployment, end, back);
            all.add(progress);
            var calls = writes(end);
            var told = part + " " + moment.words + ": away " + Samples.rounded(Steps.seconds(killed, back))
                    + " s, moved after " + Samples.rounded(progress) + " s, ended after "
                    + Samples.rounded(Steps.seconds(back, ended.recorded())) + " s, " + calls + " writes ("
                    + usual + " undisturbed)";
            where.put("kill " + all.size(), told);
            step.done("moved " + Samples.rounded(progress) + " s after it was back");
        }
    }

    private String next() {
        commits++;
        return arena.push("recovery " + commits, Applications.canary(APPLICATION, "nginx:1." + commits, "0.5s"))
                .commit();
    }

    private @Nullable String begun(String commit, int stage) {
        var deployment = arena.ledger().deployment(APPLICATION, commit);
        var begun = deployment != null
                && arena.ledger().facts(deployment).stream()
                        .anyMatch(fact -> fact.is("stageStarted")
                                && fact.fact().path("stage").asInt() == stage);
        return begun ? deployment : null;
    }

    private long writes(long end) {
        return arena.audit().since(end).stream().filter(Call::isWrite).count();
    }

    /// 0 when the deployment had ended before the part was known to be back.
    private double progress(String deployment, long end, Instant back) {
        var facts = arena.ledger().facts(deployment).stream().map(Recorded::at);
        var calls = arena.audit().since(end).stream().filter(Call::isWrite).map(Call::at);
        return Stream.concat(facts, calls)
                .filter(at -> at.isAfter(back))
                .min(Instant::compareTo)
                .map(at -> Steps.seconds(back, at))
                .orElse(0.0);
    }

    /// How it is known, from outside, that a part answers.
    private BooleanSupplier answers(String part) {
        return switch (part) {
            case Database.NAME -> arena.ledger()::answers;
            case Temporal.NAME -> {
                var address = arena.stack().parts().temporal().address();
                var port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
                yield () -> Loopback.answers(port);
            }
            default -> () -> ready(part);
        };
    }

    private boolean ready(String part) {
        var parts = arena.stack().parts();
        var java = part.equals(ControlPlaneFiles.NAME) ? parts.controlPlane() : parts.piped(Arena.CLUSTER, 1);
        try {
            var address = URI.create("http://" + Loopback.ADDRESS + ":" + java.adminPort() + "/readyz");
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            var status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException _) {
            return false;
        }
    }

    private static Instant answeredAt(BooleanSupplier answers) {
        while (!answers.getAsBoolean()) {
            Arena.pause(20);
        }
        return Instant.now();
    }
}
