package io.penstock.workflows.stage;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Names the records of a sealed type on the wire, read off its permitted subclasses:
/// by `@StageName`, else `@JsonTypeName`, else the class name.
public final class SealedTypes extends TypeIdResolverBase {
    private SortedMap<String, Class<?>> types = Collections.emptySortedMap();

    @Override
    public void init(JavaType base) {
        types = of(base.getRawClass());
    }

    /// The records below a sealed type, or the record itself, by name.
    public static SortedMap<String, Class<?>> of(Class<?> type) {
        var found = new TreeMap<String, Class<?>>();
        collect(type, found);
        return Collections.unmodifiableSortedMap(found);
    }

    /// The wire name of one record.
    public static String name(Class<?> type) {
        var stage = type.getAnnotation(StageName.class);
        if (stage != null) {
            return stage.value();
        }
        var named = type.getAnnotation(JsonTypeName.class);
        return named == null ? type.getSimpleName() : named.value();
    }

    private static void collect(Class<?> type, SortedMap<String, Class<?>> found) {
        if (type.isSealed()) {
            for (var permitted : type.getPermittedSubclasses()) {
                collect(permitted, found);
            }
            return;
        }
        var earlier = found.put(name(type), type);
        if (earlier != null) {
            throw new IllegalStateException("name: %s (expected: one record, not %s and %s)"
                    .formatted(name(type), earlier.getName(), type.getName()));
        }
    }

    @Override
    public String idFromValue(Object value) {
        return name(value.getClass());
    }

    @Override
    public String idFromValueAndType(@Nullable Object value, Class<?> suggested) {
        return name(value == null ? suggested : value.getClass());
    }

    @Override
    public @Nullable JavaType typeFromId(DatabindContext context, String id) {
        var type = types.get(id);
        return type == null ? null : context.constructType(type);
    }

    @Override
    public String getDescForKnownTypeIds() {
        return String.join(", ", types.keySet());
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
        return JsonTypeInfo.Id.CUSTOM;
    }
}
