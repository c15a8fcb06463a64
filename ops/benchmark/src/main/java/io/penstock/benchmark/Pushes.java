package io.penstock.benchmark;

import io.penstock.benchmark.Result.Line;
import io.penstock.benchmark.arena.Applications;
import io.penstock.benchmark.arena.Arena;
import io.penstock.benchmark.arena.Arena.Push;
import io.penstock.benchmark.arena.AuditLog.Call;
import io.penstock.benchmark.arena.DeploymentTimes;
import io.penstock.benchmark.arena.History;
import io.penstock.benchmark.arena.History.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// From a push to the first write in the cluster, and to the recorded end of a quick sync of one Deployment
/// whose Pods become ready: once told by a webhook, once found by looking every second.
final class Pushes {
    private static final String APPLICATION = "pushed";
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Pattern CHANGE_SET = Pattern.compile("touched \\((\\d+) ms\\)");

    private final Arena arena;
    private final int rounds;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final List<Result> firstWrites = new ArrayList<>();
    private final List<Result> finished = new ArrayList<>();
    private int pushes;

    Pushes(Arena arena, int rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    void run() {
        var first = push();
        arena.register(APPLICATION);
        arena.finished(APPLICATION, first.commit());
        arena.looks(Arena.RARELY, true);
        timed("webhook", Budget.atMost(0.5));
        arena.looks(INTERVAL, false);
        timed("polled every second", Budget.atMost(1.0, 2.0));
        arena.looks(Arena.RARELY, true);
    }

    List<Result> firstWrites() {
        return firstWrites;
    }

    List<Result> finished() {
        return finished;
    }

    private void timed(String variant, Budget budget) {
        // The first push after a piped has begun meets cold caches.
        arena.finished(APPLICATION, push().commit());
        var round = new Round();
        for (var done = 0; done < rounds; done++) {
            // At any moment between two looks.
            Arena.pause(random.nextLong(INTERVAL.toMillis()));
            var end = arena.audit().end();
            var push = push();
            var deployment = arena.finished(APPLICATION, push.commit());
            round.add(push, deployment, arena.audit().since(end));
        }
        var writes = new Line(Measure.PUSH_TO_FIRST_WRITE, variant, "seconds");
        firstWrites.add(Result.of(writes, round.toWrite, budget, round.before.medians()));
        var ends = new Line(Measure.PUSH_TO_FINISHED, variant, "seconds");
        finished.add(Result.of(ends, round.toEnd, null, round.whole.medians()));
    }

    private Push push() {
        pushes++;
        return arena.push("push " + pushes, Applications.quick(APPLICATION, "nginx:1." + (100 + pushes)));
    }

    /// What the pushes of one variant left.
    private final class Round {
        private final Samples toWrite = new Samples();
        private final Samples toEnd = new Samples();
        private final Steps before = new Steps();
        private final Steps whole = new Steps();

        void add(Push push, DeploymentTimes deployment, List<Call> calls) {
            var write = calls.stream()
                    .filter(call -> call.isWrite() && call.name().startsWith(APPLICATION))
                    .map(Call::at)
                    .min(Instant::compareTo)
                    .orElseThrow(() -> new IllegalStateException("no write of " + APPLICATION + " in the audit log"));
            toWrite.add(Steps.seconds(push.at(), write));
            toEnd.add(Steps.seconds(push.at(), deployment.recorded()));
            try (var histories = arena.histories()) {
                var history = histories.ofDeployment(deployment);
                steps(before, push, deployment, history).to("first write", write);
                steps(whole, push, deployment, history)
                        .to("first write", write)
                        .to("written", end(history, "kubernetes.apply"))
                        .to("Pods ready", end(history, "kubernetes.awaitReady"))
                        .to("end recorded", deployment.recorded());
            }
            changeSet(push.commit()).ifPresent(seconds -> before.aside("(change set made and uploaded)", seconds));
        }

        private Steps.Walk steps(Steps steps, Push push, DeploymentTimes deployment, History history) {
            return steps.from(push.at())
                    .to("fetched, change set uploaded", deployment.uploaded())
                    .to("intent recorded", deployment.created())
                    .to("relayed to Temporal", deployment.relayed())
                    .to("lane claimed", deployment.claimed())
                    .to(
                            "render begun",
                            history.activity("kubernetes.render")
                                    .map(Activity::started)
                                    .orElse(null))
                    .to("rendered", end(history, "kubernetes.render"))
                    .to("plan recorded", deployment.planned())
                    .to(
                            "apply begun",
                            history.activity("kubernetes.apply")
                                    .map(Activity::started)
                                    .orElse(null));
        }
    }

    private static @Nullable Instant end(History history, String type) {
        return history.activity(type).map(Activity::ended).orElse(null);
    }

    /// How long the piped says that it worked on the commit's change set.
    private Optional<Double> changeSet(String commit) {
        var about = commit.substring(0, 8);
        try (var lines = Files.lines(arena.part(Arena.piped()).log())) {
            return lines.filter(line -> line.contains(about))
                    .map(CHANGE_SET::matcher)
                    .filter(Matcher::find)
                    .map(match -> Integer.parseInt(match.group(1)) / 1000.0)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
