package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.penstock.workflows.stage.Doc;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A record's canonical constructor and its components as fields of a file.
final class Shape {
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type);
        }
    };

    private final Constructor<?> constructor;
    private final List<Field> fields;

    /// One component.
    record Field(String name, Type type, @Nullable Doc doc, boolean nullable, boolean lenient) {
        boolean required() {
            return doc != null && doc.required();
        }

        boolean freeText() {
            return doc != null && doc.freeText();
        }

        String fallback() {
            return doc == null ? "" : doc.fallback();
        }

        String also() {
            return doc == null ? "" : doc.also();
        }

        String meaning() {
            if (doc == null) {
                return "a value";
            }
            var said = doc.value();
            return doc.range().isEmpty()
                    ? said.substring(0, 1).toLowerCase(Locale.ROOT)
                            + said.substring(1).replaceAll("\\.$", "")
                    : doc.range();
        }
    }

    private Shape(Class<?> type) {
        var components = type.getRecordComponents();
        fields = Arrays.stream(components).map(Shape::field).toList();
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getName() + ": no canonical constructor", e);
        }
        constructor.setAccessible(true);
    }

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    List<Field> fields() {
        return fields;
    }

    /// Makes the record; an `IllegalArgumentException` is the record's own refusal.
    Object make(List<@Nullable Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(constructor.getDeclaringClass().getName(), e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(constructor.getDeclaringClass().getName(), e);
        }
    }

    private static Field field(RecordComponent component) {
        var accessor = component.getAccessor();
        var named = accessor.getAnnotation(JsonProperty.class);
        return new Field(
                named == null ? component.getName() : named.value(),
                component.getGenericType(),
                component.getAnnotation(Doc.class),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                component.isAnnotationPresent(Lenient.class));
    }
}
