package io.penstock.workflows.config;

import io.penstock.workflows.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// A file's bytes as one YAML document whose size, depth and aliases are limited.
final class YamlText {
    private static final int DEPTH = 60;
    private static final int ALIASES = 50;
    private static final int VALUES = 50_000;
    private static final int CHARACTERS_A_VALUE = 32;

    private YamlText() {}

    /// The top of the document; null where it cannot be read, which is then a fault of the source.
    static @Nullable Node read(byte[] content, Source source) {
        if (content.length > Json.MAXIMUM_FILE_BYTES) {
            fail(
                    source,
                    Spot.NONE,
                    content.length + " bytes",
                    "a file of at most " + Json.MAXIMUM_FILE_BYTES + " bytes");
            return null;
        }
        var text = decode(content, source);
        return text == null ? null : compose(text, source);
    }

    private static @Nullable String decode(byte[] content, Source source) {
        var line = 1;
        for (var i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                line++;
            } else if (content[i] == 0) {
                fail(source, new Spot(line, 1), "a binary file", "text in UTF-8");
                return null;
            }
        }
        var buffer = ByteBuffer.wrap(content);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            var text = decoder.decode(buffer).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            var before = new String(content, 0, buffer.position(), StandardCharsets.UTF_8);
            fail(
                    source,
                    new Spot(1 + (int) before.chars().filter(c -> c == '\n').count(), 1),
                    "bytes that are not text",
                    "text in UTF-8");
            return null;
        }
    }

    private static @Nullable Node compose(String text, Source source) {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH);
        options.setMaxAliasesForCollections(ALIASES);
        options.setCodePointLimit(Json.MAXIMUM_FILE_BYTES);
        options.setAllowRecursiveKeys(false);
        try {
            var composer = new Composer(
                    new BoundedParser(new ParserImpl(new StreamReader(text), options), VALUES), new Plain(), options);
            if (!composer.checkNode()) {
                fail(source, new Spot(1, 1), "an empty file", "apiVersion, kind and spec");
                return null;
            }
            var top = composer.getNode();
            if (composer.checkNode()) {
                var mark = composer.getNode().getStartMark();
                fail(source, Spot.of(mark), "a second document", "one document per file");
                return null;
            }
            return within(top, source) ? top : null;
        } catch (BoundedParser.TooMany e) {
            fail(source, Spot.of(e.getProblemMark()), "more values", "at most " + VALUES + " values");
        } catch (MarkedYAMLException e) {
            fail(source, Spot.of(e.getProblemMark()), String.valueOf(e.getProblem()), "YAML");
        } catch (YAMLException e) {
            fail(source, Spot.NONE, String.valueOf(e.getMessage()), "YAML");
        }
        return null;
    }

    private static boolean within(Node top, Source source) {
        try {
            if (size(top, new IdentityHashMap<>()) <= VALUES) {
                return true;
            }
            fail(source, new Spot(1, 1), "aliases that multiply", "at most " + VALUES + " values");
        } catch (Misfit misfit) {
            fail(source, Spot.of(misfit.node.getStartMark()), misfit.value, misfit.expected);
        }
        return false;
    }

    /// How many values a reader would see that follows every alias, a long text counting for several; each must be
    /// one that PostgreSQL takes.
    private static long size(Node node, IdentityHashMap<Node, Long> sizes) {
        var earlier = sizes.putIfAbsent(node, -1L);
        if (earlier != null) {
            if (earlier < 0) {
                throw new Misfit(node, "an alias inside its own anchor", "a tree");
            }
            return earlier;
        }
        if (node instanceof ScalarNode scalar && scalar.getValue().indexOf('\0') >= 0) {
            throw new Misfit(node, "the character U+0000", "text that can be kept");
        }
        var size = 1L;
        if (node instanceof ScalarNode scalar) {
            size += scalar.getValue().length() / CHARACTERS_A_VALUE;
        }
        if (node instanceof MappingNode mapping) {
            for (var tuple : mapping.getValue()) {
                size += size(tuple.getKeyNode(), sizes) + size(tuple.getValueNode(), sizes);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (var item : sequence.getValue()) {
                size += size(item, sizes);
            }
        }
        var bounded = Math.min(size, VALUES + 1);
        sizes.put(node, bounded);
        return bounded;
    }

    private static void fail(Source source, Spot spot, String value, String expected) {
        source.add(new Fault(
                Severity.ERROR,
                spot.line(),
                spot.column(),
                "",
                Fault.shown(value),
                expected,
                "file: " + Fault.shown(value) + " (expected: " + expected + ")"));
    }

    /// A place in the text, counted from 1; 0 when there is none.
    private record Spot(int line, int column) {
        private static final Spot NONE = new Spot(0, 0);

        private static Spot of(@Nullable Mark mark) {
            return mark == null ? NONE : new Spot(mark.getLine() + 1, mark.getColumn() + 1);
        }
    }

    /// A value that no reader takes, and where it stands.
    private static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Node node;
        private final String value;
        private final String expected;

        Misfit(Node node, String value, String expected) {
            super(null, null, false, false);
            this.node = node;
            this.value = value;
            this.expected = expected;
        }
    }

    /// Go's reading of plain scalars: no timestamps, no numbers to the base of 60.
    private static final class Plain extends Resolver {
        private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)");
        private static final Pattern DECIMAL = Pattern.compile(
                "[-+]?(?:[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)"
                        + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, DECIMAL, "-+0123456789.");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
