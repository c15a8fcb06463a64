package io.penstock.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import io.penstock.workflows.Json;
import io.penstock.workflows.config.ApplicationSpec;
import io.penstock.workflows.config.CloudRunConfig;
import io.penstock.workflows.config.ConfigFile;
import io.penstock.workflows.config.EcsConfig;
import io.penstock.workflows.config.KubernetesConfig;
import io.penstock.workflows.config.LambdaConfig;
import io.penstock.workflows.config.MultiClusterConfig;
import io.penstock.workflows.config.Platform;
import io.penstock.workflows.config.PlatformConfig;
import io.penstock.workflows.config.TerraformConfig;
import io.penstock.workflows.stage.CloudRunStage;
import io.penstock.workflows.stage.ControlStage;
import io.penstock.workflows.stage.EcsStage;
import io.penstock.workflows.stage.KubernetesStage;
import io.penstock.workflows.stage.LambdaStage;
import io.penstock.workflows.stage.Stage;
import io.penstock.workflows.stage.StageNames;
import io.penstock.workflows.stage.TerraformStage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The JSON Schema (draft 7) of an application's file in both forms, made from the records that the reader fills.
public final class ApplicationSchema {
    private static final String MULTI_CLUSTER = "kubernetes_multicluster";

    private final SchemaBuilder builder = RecordSchemas.builder();
    private final SortedMap<String, ObjectNode> stages = new TreeMap<>();
    private final SortedMap<String, ObjectNode> plugins = new TreeMap<>();

    private ApplicationSchema() {
        for (var stage : StageNames.usable()) {
            stages.put(stage, builder.createSchemaReference(type(stage)));
        }
        for (var platform : Platform.values()) {
            plugins.put(platform.plugin(), builder.createSchemaReference(config(platform)));
        }
        plugins.put(MULTI_CLUSTER, builder.createSchemaReference(MultiClusterConfig.class));
    }

    /// The schema, the same for every call.
    public static ObjectNode create() {
        return new ApplicationSchema().build();
    }

    private ObjectNode build() {
        var generic = builder.createSchemaReference(ApplicationSpec.class);
        var entry = builder.createSchemaReference(ApplicationSpec.Entry.class);
        var definitions = builder.collectDefinitions("definitions");
        var schema = object();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Application file of Penstock and PipeCD");
        schema.put("type", "object");
        schema.set("required", texts(List.of("apiVersion", "kind", "spec")));
        var properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("const", ConfigFile.API_VERSION);
        var kinds = properties.putObject("kind").putArray("enum").add("Application");
        properties.putObject("spec").put("type", "object");
        schema.put("additionalProperties", false);
        var cases = schema.putArray("allOf");
        for (var platform : Platform.values()) {
            kinds.add(platform.kind());
            var own = resolve(definitions, reference(platform.plugin()));
            var spec = merged(resolve(definitions, generic), own);
            spec.set("pipeline", pipeline(resolve(definitions, entry), stages(platform)));
            cases.add(when(platform.kind(), spec));
        }
        var spec = merged(resolve(definitions, generic), object());
        spec.set("pipeline", pipeline(resolve(definitions, entry), StageNames.usable()));
        spec.set("plugins", plugins());
        cases.add(when("Application", spec));
        schema.set("definitions", definitions);
        return schema;
    }

    private ObjectNode reference(String plugin) {
        var found = plugins.get(plugin);
        if (found == null) {
            throw new IllegalStateException(plugin + ": no schema");
        }
        return found;
    }

    private ObjectNode plugins() {
        var all = object().put("type", "object").put("description", "Configuration of plugins by name.");
        var properties = all.putObject("properties");
        plugins.forEach((name, reference) -> properties.set(name, reference.deepCopy()));
        return all;
    }

    /// A stage's name decides what its options are.
    private ObjectNode pipeline(ObjectNode entry, List<String> names) {
        var stage = entry.deepCopy();
        var properties = (ObjectNode) stage.get("properties");
        properties.set("name", object().put("description", "Name of the stage.").set("enum", texts(names)));
        properties
                .putObject("with")
                .put("description", "Options of the stage.")
                .set("type", texts(List.of("object", "null")));
        var cases = stage.putArray("allOf");
        for (var name : names) {
            var options = stages.get(name);
            if (options != null) {
                var one = cases.addObject();
                one.putObject("if").putObject("properties").putObject("name").put("const", name);
                var with = object();
                with.put("description", StageNames.annotation(type(name)).doc());
                with.putArray("anyOf").add(options.deepCopy()).addObject().put("type", "null");
                one.putObject("then").putObject("properties").set("with", with);
            }
        }
        var pipeline = object().put("type", "object").put("description", "The stages of a deployment.");
        var list = pipeline.putObject("properties").putObject("stages");
        list.put("type", "array").set("items", stage);
        pipeline.put("additionalProperties", false);
        return pipeline;
    }

    private static ObjectNode when(String kind, ObjectNode properties) {
        var one = object();
        one.putObject("if").putObject("properties").putObject("kind").put("const", kind);
        var spec = one.putObject("then").putObject("properties").putObject("spec");
        spec.put("type", "object").set("properties", properties);
        spec.put("additionalProperties", false);
        return one;
    }

    private static ObjectNode merged(ObjectNode generic, ObjectNode own) {
        var properties = object();
        for (var part : List.of(generic, own)) {
            part.path("properties")
                    .properties()
                    .forEach(entry ->
                            properties.set(entry.getKey(), entry.getValue().deepCopy()));
        }
        return properties;
    }

    private static ObjectNode resolve(ObjectNode definitions, ObjectNode schema) {
        JsonNode found = schema;
        while (found.has("$ref")) {
            found = definitions.path(found.path("$ref").asText().replace("#/definitions/", ""));
        }
        if (!(found instanceof ObjectNode object)) {
            throw new IllegalStateException(schema + ": no such definition");
        }
        return object;
    }

    private static List<String> stages(Platform platform) {
        var own = family(platform);
        return StageNames.usable().stream()
                .filter(name -> own.isAssignableFrom(type(name)) || ControlStage.class.isAssignableFrom(type(name)))
                .toList();
    }

    private static Class<? extends Stage> type(String stage) {
        var type = StageNames.types().get(stage);
        if (type == null) {
            throw new IllegalStateException(stage + ": no such stage");
        }
        return type;
    }

    private static Class<? extends Stage> family(Platform platform) {
        return switch (platform) {
            case KUBERNETES -> KubernetesStage.class;
            case TERRAFORM -> TerraformStage.class;
            case CLOUDRUN -> CloudRunStage.class;
            case LAMBDA -> LambdaStage.class;
            case ECS -> EcsStage.class;
        };
    }

    private static Class<? extends PlatformConfig> config(Platform platform) {
        return switch (platform) {
            case KUBERNETES -> KubernetesConfig.class;
            case TERRAFORM -> TerraformConfig.class;
            case CLOUDRUN -> CloudRunConfig.class;
            case LAMBDA -> LambdaConfig.class;
            case ECS -> EcsConfig.class;
        };
    }

    private static ArrayNode texts(List<String> texts) {
        var array = Json.wire().createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ObjectNode object() {
        return Json.wire().createObjectNode();
    }
}
