package io.penstock.cli.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.GoPattern;
import io.penstock.workflows.config.Secret;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Percent;
import io.penstock.workflows.stage.Replicas;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How records of the configuration become schemas: meaning, default and what must be given come from `@Doc`.
final class RecordSchemas {
    private static final String DURATION = "^[-+]?([0-9.]+(ns|us|µs|ms|s|m|h))+$|^0$";

    private RecordSchemas() {}

    static SchemaBuilder builder() {
        var builder = new SchemaGeneratorConfigBuilder(Json.wire(), SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON)
                .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.DEFINITIONS_FOR_ALL_OBJECTS);
        builder.forFields()
                .withPropertyNameOverrideResolver(RecordSchemas::name)
                .withDescriptionResolver(RecordSchemas::description)
                .withDefaultResolver(RecordSchemas::fallback)
                .withRequiredCheck(field -> {
                    var doc = field.getAnnotation(Doc.class);
                    return doc != null && doc.required();
                });
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider((type, _) -> leaf(type))
                .withTypeAttributeOverride((node, scope, _) -> {
                    if (node.get("properties") instanceof ObjectNode properties) {
                        otherSpellings(scope.getType().getErasedType(), properties);
                        node.put("additionalProperties", false);
                    }
                });
        return new SchemaGenerator(builder.build()).buildMultipleSchemaDefinitions();
    }

    private static void otherSpellings(Class<?> type, ObjectNode properties) {
        if (!type.isRecord()) {
            return;
        }
        for (var component : type.getRecordComponents()) {
            var doc = component.getAnnotation(Doc.class);
            if (doc != null && !doc.also().isEmpty()) {
                properties.set(doc.also(), properties.path(component.getName()).deepCopy());
            }
        }
    }

    private static @Nullable String name(FieldScope field) {
        var named = field.getAnnotation(JsonProperty.class);
        return named == null ? null : named.value();
    }

    private static @Nullable String description(FieldScope field) {
        var doc = field.getAnnotation(Doc.class);
        if (doc == null) {
            return null;
        }
        var text = new StringBuilder(doc.value());
        if (!doc.range().isEmpty()) {
            text.append(" Expected: ").append(doc.range()).append('.');
        }
        if (!doc.fallback().isEmpty()) {
            text.append(" Default: ").append(doc.fallback()).append('.');
        }
        if (doc.addition()) {
            text.append(" An addition of Penstock.");
        }
        return text.toString();
    }

    private static @Nullable Object fallback(FieldScope field) {
        var doc = field.getAnnotation(Doc.class);
        if (doc == null || doc.fallback().isEmpty()) {
            return null;
        }
        var type = field.getType().getErasedType();
        if (type == boolean.class) {
            return Boolean.valueOf(doc.fallback());
        }
        return type == int.class || type == Percent.class ? (Object) Integer.valueOf(doc.fallback()) : doc.fallback();
    }

    /// The types that are written as one value.
    private static @Nullable CustomDefinition leaf(ResolvedType resolved) {
        var type = resolved.getErasedType();
        var node = Json.wire().createObjectNode();
        if (type == Duration.class) {
            either(node, Json.wire().createObjectNode().put("type", "integer"), DURATION);
        } else if (type == Percent.class) {
            var number = Json.wire()
                    .createObjectNode()
                    .put("type", "integer")
                    .put("minimum", 0)
                    .put("maximum", 100);
            either(node, number, "^(100|[0-9]{1,2})%?$");
        } else if (type == Replicas.class) {
            either(node, Json.wire().createObjectNode().put("type", "number").put("minimum", 0), "^[0-9]+%?$");
        } else if (type == GoPattern.class || type == Secret.class) {
            node.put("type", "string");
        } else if (type.isEnum()) {
            var names = node.put("type", "string").putArray("enum");
            Arrays.stream(type.getFields())
                    .filter(field -> field.isEnumConstant())
                    .map(field -> {
                        var named = field.getAnnotation(JsonProperty.class);
                        return named == null ? field.getName() : named.value();
                    })
                    .forEach(names::add);
        } else if (!JsonNode.class.isAssignableFrom(type)) {
            return null;
        }
        return new CustomDefinition(node, DefinitionType.INLINE, AttributeInclusion.YES);
    }

    private static void either(ObjectNode node, ObjectNode number, String pattern) {
        node.putArray("anyOf").add(number).addObject().put("type", "string").put("pattern", pattern);
    }
}
