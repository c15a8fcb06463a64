package io.penstock.controlplane.error;

import java.io.Serial;
import java.time.Duration;
import java.util.List;

/// A request that is answered with no, and the sentence that says why. Carries no stack: it is an answer, not a
/// fault.
public abstract sealed class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private Refusal(String sentence) {
        super(sentence, null, false, false);
    }

    /// What the caller reads.
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /// The request cannot be read.
    public static final class Malformed extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public Malformed(String sentence) {
            super(sentence);
        }
    }

    /// Nobody that is known calls.
    public static final class Unauthenticated extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public Unauthenticated() {
            super("Sign in, or send a valid API key.");
        }

        public Unauthenticated(String sentence) {
            super(sentence);
        }
    }

    /// The caller may not do this.
    public static final class Forbidden extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public Forbidden() {
            super("You may not do this.");
        }

        public Forbidden(String sentence) {
            super(sentence);
        }
    }

    public static final class NotFound extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public NotFound(String sentence) {
            super(sentence);
        }

        public NotFound(String what, String value) {
            super(what + ": " + value + " (expected: one that exists)");
        }
    }

    /// What is asked for does not fit how things stand.
    public static final class Conflict extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public Conflict(String sentence) {
            super(sentence);
        }
    }

    /// The body or a key of it is longer than is read.
    public static final class TooLarge extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public TooLarge(String sentence) {
            super(sentence);
        }
    }

    /// The request names a host that this installation is not.
    public static final class Misdirected extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public Misdirected(String sentence) {
            super(sentence);
        }
    }

    /// Fields of the request are at fault.
    public static final class Invalid extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient List<Problem.FieldFault> faults;

        public Invalid(List<Problem.FieldFault> faults) {
            super(faults.isEmpty() ? "" : faults.getFirst().message());
            this.faults = faults;
        }

        public Invalid(String field, String value, String expected) {
            this(List.of(Problem.FieldFault.of(field, value, expected)));
        }

        List<Problem.FieldFault> faults() {
            return faults;
        }
    }

    /// What is needed for an answer is not there now; the log says why.
    public static final class Unavailable extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        public Unavailable(String sentence) {
            super(sentence);
        }
    }

    /// Asked too often.
    public static final class TooMany extends Refusal {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient Duration after;

        public TooMany(Duration after) {
            super("Too many tries. Try again in " + Math.max(1, after.toSeconds()) + " s.");
            this.after = after;
        }

        Duration after() {
            return after;
        }
    }
}
