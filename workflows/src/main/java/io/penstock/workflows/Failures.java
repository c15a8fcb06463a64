package io.penstock.workflows;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/// The kinds of failure that an activity may report, named by who must act. Anything else is weather: it is
/// retried.
public final class Failures {
    /// The author of the commit must act: never retried.
    public static final String CONFIGURATION = "ConfigException";
    /// The application or its cluster said no: never retried, leads to rollback.
    public static final String STAGE = "StageFailure";
    /// A newer deployment already wrote to the cluster: never retried, and nothing is rolled back.
    public static final String FENCED = "Fenced";
    /// Only a changed configuration of the piped or the registry can mend it: parks until that changes.
    public static final String PARKED = "Parked";

    private Failures() {}

    public static ApplicationFailure configuration(String sentence) {
        return ApplicationFailure.newNonRetryableFailure(sentence, CONFIGURATION);
    }

    public static ApplicationFailure stage(String sentence) {
        return ApplicationFailure.newNonRetryableFailure(sentence, STAGE);
    }

    public static ApplicationFailure fenced(String sentence) {
        return ApplicationFailure.newNonRetryableFailure(sentence, FENCED);
    }

    public static ApplicationFailure parked(String sentence) {
        return ApplicationFailure.newNonRetryableFailure(sentence, PARKED);
    }

    /// The type of the failure that an activity ended with, or null when the platform gave up on it.
    public static @Nullable String type(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause ? cause.getType() : null;
    }

    /// The sentence for people that an activity ended with.
    public static String sentence(ActivityFailure failure) {
        var cause = failure.getCause();
        if (cause instanceof ApplicationFailure application) {
            return application.getOriginalMessage();
        }
        return cause == null || cause.getMessage() == null
                ? failure.getActivityType() + " did not end"
                : cause.getMessage();
    }
}
