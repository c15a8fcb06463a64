package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.workflows.config.BoundedParser;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML as kubectl reads it, with limits: anchors and merges, no dates, no base-60 numbers, no key twice.
final class ManifestYaml {
    private static final int MAXIMUM_CHARACTERS = 3 << 20;
    private static final int MAXIMUM_ALIASES = 200;
    private static final int MAXIMUM_DEPTH = 100;
    private static final int MAXIMUM_EVENTS = 100_000;
    private static final int MAXIMUM_VALUES = 250_000;
    private static final long MAXIMUM_TEXT = 8 << 20;

    private ManifestYaml() {}

    /// A document of a file.
    ///
    /// @param line where it begins, from 1
    record Document(JsonNode content, int line) {}

    /// What is wrong with a text, and where.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        Malformed(String message, int line) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static List<Document> read(String text) throws Malformed {
        return read(text, new Size());
    }

    /// All documents of a text; empty ones are left out.
    ///
    /// @param size of this and of what was read before it
    static List<Document> read(String text, Size size) throws Malformed {
        var options = options();
        var construction = new Construction(options);
        var parser = new BoundedParser(new ParserImpl(new StreamReader(text), options), MAXIMUM_EVENTS);
        var composer = new Composer(parser, new KubectlResolver(), options);
        var documents = new ArrayList<Document>();
        try {
            while (composer.checkNode()) {
                var node = composer.getNode();
                var line = node.getStartMark().getLine() + 1;
                var content = tree(construction.build(node), size, line);
                if (!content.isNull()) {
                    documents.add(new Document(content, line));
                }
            }
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new Malformed(sentence(e.getProblem()), mark == null ? 1 : mark.getLine() + 1);
        } catch (YAMLException e) {
            throw new Malformed(sentence(e.getMessage()), 1);
        }
        return documents;
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MAXIMUM_ALIASES);
        options.setNestingDepthLimit(MAXIMUM_DEPTH);
        options.setCodePointLimit(MAXIMUM_CHARACTERS);
        return options;
    }

    private static String sentence(@Nullable String problem) {
        return problem == null
                ? "not YAML"
                : problem.lines().findFirst().orElse("not YAML").strip();
    }

    private static JsonNode tree(@Nullable Object value, Size size, int line) throws Malformed {
        size.value(line);
        return switch (value) {
            case null -> NullNode.getInstance();
            case String text -> {
                size.count(text.length(), line);
                yield new TextNode(text);
            }
            case Boolean flag -> BooleanNode.valueOf(flag);
            case Integer number -> LongNode.valueOf(number);
            case Long number -> LongNode.valueOf(number);
            case BigInteger number -> {
                size.count(number.bitLength() / 3, line);
                yield JsonNodeFactory.instance.numberNode(number);
            }
            case Double number -> number(number, line);
            case List<?> list -> {
                var array = Fields.array();
                for (var item : list) {
                    array.add(tree(item, size, line));
                }
                yield array;
            }
            case Map<?, ?> map -> {
                var object = Fields.object();
                for (var entry : map.entrySet()) {
                    var key = key(entry.getKey(), line);
                    size.count(key.length(), line);
                    object.set(key, tree(entry.getValue(), size, line));
                }
                yield object;
            }
            case Object other ->
                throw new Malformed(
                        "a value of the type " + other.getClass().getSimpleName() + " cannot stand in a manifest",
                        line);
        };
    }

    private static JsonNode number(double number, int line) throws Malformed {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new Malformed("a number without a value cannot stand in a manifest", line);
        }
        var whole = (long) number;
        return whole == number && Math.abs(whole) < 1L << 53 ? LongNode.valueOf(whole) : DoubleNode.valueOf(number);
    }

    private static String key(@Nullable Object key, int line) throws Malformed {
        return switch (key) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case null, default -> throw new Malformed("a key must be text", line);
        };
    }

    /// How much the manifests of one application amount to once all aliases are unfolded; bounded.
    static final class Size {
        private int values;
        private long text;

        private void value(int line) throws Malformed {
            if (++values > MAXIMUM_VALUES) {
                throw new Malformed("more than " + MAXIMUM_VALUES + " values once all aliases are unfolded", line);
            }
        }

        private void count(int characters, int line) throws Malformed {
            text += characters;
            if (text > MAXIMUM_TEXT) {
                throw new Malformed("more than " + MAXIMUM_TEXT + " characters once all aliases are unfolded", line);
            }
        }
    }

    private static final class Construction extends SafeConstructor {
        Construction(LoaderOptions options) {
            super(options);
            setAllowDuplicateKeys(options.isAllowDuplicateKeys());
        }

        @Nullable
        Object build(Node node) {
            return constructDocument(node);
        }
    }

    private static final class KubectlResolver extends Resolver {
        private static final Pattern WHOLE =
                Pattern.compile("[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)");
        private static final Pattern FRACTION =
                Pattern.compile("[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9_]+|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?"
                        + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FRACTION, "-+0123456789.");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
