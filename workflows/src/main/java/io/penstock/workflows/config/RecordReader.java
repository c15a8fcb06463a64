package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.workflows.config.Scalars.WrongValue;
import io.penstock.workflows.stage.Percent;
import io.penstock.workflows.stage.Replicas;
import io.penstock.workflows.stage.SealedTypes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads records from a file's nodes: every fault with its place, keys in any case, defaults filled afterwards.
final class RecordReader {
    private static final Map<Class<?>, Object> ZEROS = Map.of(
            String.class,
            "",
            Secret.class,
            new Secret(""),
            boolean.class,
            false,
            int.class,
            0,
            double.class,
            0.0,
            Duration.class,
            Duration.ZERO,
            Percent.class,
            Percent.NONE,
            Replicas.class,
            Replicas.ONE,
            GoPattern.class,
            GoPattern.NONE);

    private final Source source;

    RecordReader(Source source) {
        this.source = source;
    }

    /// The record at a place; null where it cannot be made, which is then a fault of the source.
    <T> @Nullable T read(Class<T> type, Place place) {
        var block = Block.ofRecord(place, source);
        var read = bind(type, block);
        block.reportUnknown(source);
        return read;
    }

    /// The record from some of a block's keys; the rest is not reported.
    <T> @Nullable T bind(Class<T> type, Block block) {
        var shape = Shape.of(type);
        var values = new ArrayList<@Nullable Object>();
        var places = new HashMap<String, Place>();
        var complete = true;
        for (var field : shape.fields()) {
            var found = block.find(field.name());
            var place = field.lenient() ? found.unknown(Severity.WARNING) : found;
            var before = source.count();
            places.put(field.name(), place);
            var value = value(field, place, values, shape);
            if (!field.also().isEmpty()) {
                value = joined(value, value(field, block.find(field.also()), values, shape));
            }
            if (field.required() && empty(value) && source.count() == before) {
                source.missing(place, field.meaning());
            }
            complete &= value != null || field.nullable() || field.required();
            values.add(value);
        }
        if (!complete || lacksRequired(shape, values)) {
            return null;
        }
        try {
            var made = type.cast(shape.make(values));
            source.remember(made, places);
            return made;
        } catch (IllegalArgumentException e) {
            source.error(block.place(), String.valueOf(e.getMessage()), "values that fit together");
            return null;
        }
    }

    private static boolean lacksRequired(Shape shape, List<@Nullable Object> values) {
        for (var i = 0; i < values.size(); i++) {
            if (values.get(i) == null && !shape.fields().get(i).nullable()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Object value(Shape.Field field, Place place, List<@Nullable Object> earlier, Shape shape) {
        if (field.type() instanceof Class<?> type && type.isSealed()) {
            return variant(type, place, earlier, shape);
        }
        if (place.node() == null && field.nullable()) {
            return null;
        }
        var value = read(field.type(), place, field);
        return field.nullable() && value instanceof Duration duration && duration.isZero() ? null : value;
    }

    /// The record of a sealed type that the sibling key `type` names.
    private @Nullable Object variant(Class<?> type, Place place, List<@Nullable Object> earlier, Shape shape) {
        for (var i = 0; i < earlier.size(); i++) {
            if (shape.fields().get(i).name().equals("type") && earlier.get(i) instanceof Enum<?> named) {
                var chosen = SealedTypes.of(type).get(named.name());
                return chosen == null ? null : read(chosen, place);
            }
        }
        return null;
    }

    private @Nullable Object read(Type type, Place place, Shape.Field field) {
        if (type instanceof ParameterizedType parameterized) {
            var arguments = parameterized.getActualTypeArguments();
            return parameterized.getRawType() == List.class
                    ? list(arguments[0], place, field)
                    : map(arguments[1], place, field);
        }
        var plain = (Class<?>) type;
        if (plain == JsonNode.class) {
            return FreeForm.read(place, source);
        }
        if (!leaf(plain)) {
            return read(plain, place);
        }
        try {
            var value = place.node() == null ? null : scalar(plain, place.node(), field);
            return value == null || zero(value) ? fallback(plain, field, value) : value;
        } catch (WrongValue e) {
            source.error(place, shown(plain, place.node()), e.expected());
            return fallback(plain, field, null);
        }
    }

    private static String shown(Class<?> type, @Nullable Node node) {
        return node == null ? "" : type == Secret.class ? "not shown" : Scalars.describe(node);
    }

    private List<Object> list(Type type, Place place, Shape.Field field) {
        var items = new ArrayList<>();
        if (place.node() == null) {
            return items;
        }
        if (!(place.node() instanceof SequenceNode sequence)) {
            source.error(place, Scalars.describe(place.node()), "a list");
            return items;
        }
        for (var i = 0; i < sequence.getValue().size(); i++) {
            var item = read(type, place.item(i, sequence.getValue().get(i)), plainItem(field));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private SortedMap<String, Object> map(Type type, Place place, Shape.Field field) {
        var values = new TreeMap<String, Object>();
        for (var entry : Block.ofMap(place, source).entries()) {
            if (entry.key().chars().anyMatch(Character::isISOControl)) {
                source.error(entry.place(), entry.key(), "a key on one line, without control characters");
            }
            var value = read(type, entry.place(), plainItem(field));
            if (value != null) {
                values.put(entry.key(), value);
            }
        }
        return values;
    }

    /// The rules of a list's or map's items: those of the field, without its default.
    private static Shape.Field plainItem(Shape.Field field) {
        return field.fallback().isEmpty() && !field.nullable()
                ? field
                : new Shape.Field(field.name(), field.type(), null, false, field.lenient());
    }

    private static boolean leaf(Class<?> type) {
        return type.isEnum()
                || type.isPrimitive()
                || !type.isRecord()
                || type == Percent.class
                || type == Replicas.class
                || type == GoPattern.class
                || type == Secret.class;
    }

    private static Object scalar(Class<?> type, Node node, Shape.Field field) {
        if (type.isEnum()) {
            return constant(type, Scalars.text(node, false));
        }
        return switch (type.getSimpleName()) {
            case "String" -> Scalars.text(node, field.freeText());
            case "Secret" -> new Secret(Scalars.text(node, true));
            case "boolean", "Boolean" -> Scalars.truth(node);
            case "int", "Integer" -> Scalars.whole(node);
            case "double", "Double" -> Scalars.number(node);
            case "Duration" -> Scalars.duration(node);
            case "Percent" -> Scalars.percent(node);
            case "Replicas" -> Scalars.replicas(node);
            case "GoPattern" -> Scalars.pattern(node);
            default -> throw new IllegalStateException(type.getName() + ": no reader");
        };
    }

    private static Object constant(Class<?> type, String text) {
        var names = new TreeMap<String, Object>();
        for (var constant : type.getEnumConstants()) {
            names.put(name((Enum<?>) constant), constant);
        }
        var found = names.get(text);
        if (found == null) {
            throw new WrongValue("one of " + String.join(", ", names.keySet()));
        }
        return found;
    }

    /// How a constant is written in files.
    static String name(Enum<?> constant) {
        return Arrays.stream(constant.getDeclaringClass().getFields())
                .filter(field -> field.getName().equals(constant.name()))
                .map(field -> field.getAnnotation(JsonProperty.class))
                .filter(annotation -> annotation != null)
                .map(JsonProperty::value)
                .findFirst()
                .orElse(constant.name());
    }

    /// The default of a field, else what Go calls the zero value of its type, else null.
    private static @Nullable Object fallback(Class<?> type, Shape.Field field, @Nullable Object read) {
        if (!field.fallback().isEmpty() && !(read instanceof Boolean)) {
            var tag = type == boolean.class ? Tag.BOOL : type == int.class ? Tag.INT : Tag.STR;
            return scalar(type, new ScalarNode(tag, field.fallback(), null, null, ScalarStyle.PLAIN), field);
        }
        return read != null ? read : ZEROS.get(type);
    }

    private static boolean zero(Object value) {
        return value.equals(ZEROS.get(value.getClass()))
                || value.equals(0)
                || value.equals(0.0)
                || value.equals(false)
                || (value instanceof Replicas replicas && replicas.number() == 0);
    }

    private static boolean empty(@Nullable Object value) {
        return value == null
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (!(value instanceof Boolean) && zero(value));
    }

    private static @Nullable Object joined(@Nullable Object value, @Nullable Object also) {
        if (value instanceof List<?> list && also instanceof List<?> more) {
            var all = new ArrayList<Object>(list);
            all.addAll(more);
            return all;
        }
        return value;
    }
}
