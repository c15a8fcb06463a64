package io.penstock.benchmark;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be timed, by the name that people type.
enum Measure {
    FOOTPRINT("footprint", "resident memory and CPU share of each part, idle and at one deployment a second"),
    PUSH_TO_FIRST_WRITE("push-to-first-write", "the branch moved -> the first API write in the audit log"),
    PUSH_TO_FINISHED("push-to-finished", "the branch moved -> a quick sync with ready Pods is recorded as succeeded"),
    STAGE_OVERHEAD("stage-overhead", "what a stage costs beyond its own work"),
    CANARY_CALLS("canary-calls", "API reads and writes of a four-stage canary"),
    RECOVERY("recovery", "kill -9 of a part in a canary -> next progress after it is back"),
    DEPLOYMENTS_PER_SECOND("deployments-per-second", "many applications changed by one commit, beside the bare engine");

    private final String title;
    private final String meaning;

    Measure(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }

    static Optional<Measure> of(String title) {
        return Arrays.stream(values())
                .filter(measure -> measure.title.equals(title))
                .findFirst();
    }

    static String titles() {
        return Arrays.stream(values()).map(Measure::title).collect(Collectors.joining(", "));
    }
}
