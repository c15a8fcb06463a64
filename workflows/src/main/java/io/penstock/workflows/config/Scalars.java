package io.penstock.workflows.config;

import io.penstock.workflows.stage.Percent;
import io.penstock.workflows.stage.Replicas;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Single values of a file as Go's reader takes them: a number is no text, a text is no number.
final class Scalars {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u0085\u2028\u2029]");
    private static final int LONGEST_NUMBER = 40;

    private Scalars() {}

    static boolean isNull(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    static String describe(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue().isEmpty() ? "empty" : scalar.getValue();
            case SequenceNode _ -> "a list";
            case MappingNode _ -> "a block";
            default -> "an alias";
        };
    }

    static String text(Node node, boolean freeText) {
        var text = only(node, "text", Tag.STR);
        if (!freeText && CONTROL.matcher(text).find()) {
            throw new WrongValue("text on one line, without control characters");
        }
        return text;
    }

    static boolean truth(Node node) {
        var text = only(node, "true or false", Tag.BOOL).toLowerCase(Locale.ROOT);
        return text.equals("true") || text.equals("yes") || text.equals("on");
    }

    static int whole(Node node) {
        var value = integer(only(node, "a whole number", Tag.INT));
        if (value.bitLength() > 31) {
            throw new WrongValue("a whole number of at most 32 bits");
        }
        return value.intValue();
    }

    static double number(Node node) {
        if (node.getTag().equals(Tag.FLOAT)) {
            var text = only(node, "a number", Tag.FLOAT).replace("_", "");
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException _) {
                throw new WrongValue("a number");
            }
        }
        return integer(only(node, "a number", Tag.INT)).doubleValue();
    }

    static Duration duration(Node node) {
        var value = node.getTag().equals(Tag.INT)
                ? nanos(node)
                : parsed(() -> GoDuration.parse(only(node, GoDuration.EXPECTED, Tag.STR)), GoDuration.EXPECTED);
        if (value.isNegative()) {
            throw new WrongValue(GoDuration.EXPECTED + ", not negative");
        }
        return value;
    }

    static Percent percent(Node node) {
        return node.getTag().equals(Tag.INT)
                ? parsed(() -> new Percent(whole(node)), Percent.EXPECTED)
                : parsed(() -> Percent.parse(only(node, Percent.EXPECTED, Tag.STR)), Percent.EXPECTED);
    }

    static Replicas replicas(Node node) {
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
            return parsed(() -> new Replicas((int) number(node), false), Replicas.EXPECTED);
        }
        return parsed(() -> Replicas.parse(only(node, Replicas.EXPECTED, Tag.STR)), Replicas.EXPECTED);
    }

    static GoPattern pattern(Node node) {
        var text = text(node, false);
        return parsed(() -> new GoPattern(text), GoPattern.EXPECTED);
    }

    private static Duration nanos(Node node) {
        var value = integer(only(node, GoDuration.EXPECTED, Tag.INT));
        if (value.bitLength() > 63) {
            throw new WrongValue(GoDuration.EXPECTED);
        }
        return Duration.ofNanos(value.longValue());
    }

    private static String only(Node node, String expected, Tag tag) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(tag)) {
            return scalar.getValue();
        }
        var quote = tag.equals(Tag.STR) && node instanceof ScalarNode ? "; put it in quotes" : "";
        throw new WrongValue(expected + quote);
    }

    static BigInteger integer(String written) {
        var text = written.replace("_", "");
        var sign = text.startsWith("-") ? -1 : 1;
        var digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() > LONGEST_NUMBER) {
            throw new WrongValue("a number of at most " + LONGEST_NUMBER + " digits");
        }
        try {
            return magnitude(digits).multiply(BigInteger.valueOf(sign));
        } catch (NumberFormatException _) {
            throw new WrongValue("a whole number");
        }
    }

    private static BigInteger magnitude(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        return digits.length() > 1 && digits.startsWith("0")
                ? new BigInteger(digits.substring(1), 8)
                : new BigInteger(digits);
    }

    private static <T> T parsed(Supplier<T> parser, String expected) {
        try {
            return parser.get();
        } catch (WrongValue e) {
            throw e;
        } catch (IllegalArgumentException _) {
            throw new WrongValue(expected);
        }
    }

    /// A value that is not of its type; the message says what is expected.
    static final class WrongValue extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongValue(String expected) {
            super(expected, null, false, false);
        }

        String expected() {
            return String.valueOf(getMessage());
        }
    }
}
