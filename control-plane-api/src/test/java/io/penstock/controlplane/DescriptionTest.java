package io.penstock.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.controlplane.answer.Answers;
import io.penstock.controlplane.answer.Required;
import io.penstock.controlplane.answer.View;
import io.penstock.controlplane.auth.Callers;
import io.penstock.controlplane.error.Problem;
import io.penstock.workflows.Json;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.jaxrs2.ext.AbstractOpenAPIExtension;
import io.swagger.v3.jaxrs2.ext.OpenAPIExtension;
import io.swagger.v3.jaxrs2.ext.OpenAPIExtensions;
import io.swagger.v3.oas.integration.SwaggerConfiguration;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keeps the OpenAPI description equal to the code; `-Dpenstock.refresh` writes it anew.
@Timeout(60)
class DescriptionTest {
    private static final Path FILE = Path.of("src", "main", "resources", "openapi", "openapi.json");

    @Test
    void isWhatTheResourcesSay() throws IOException {
        var text = description();
        if (System.getProperty("penstock.refresh") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        }
        assertThat(text).as(FILE.toString()).isEqualTo(Files.readString(FILE));
    }

    private static String description() throws IOException {
        var records = new Records();
        var models = ModelConverters.getInstance(true);
        models.addConverter(records);
        OpenAPIExtensions.setExtensions(
                Stream.concat(Stream.of(new Names()), OpenAPIExtensions.getExtensions().stream())
                        .toList());
        var api = new OpenAPI()
                .openapi("3.1.0")
                .info(new Info().title("Penstock").version("v1"))
                .servers(List.of(new Server().url("/api")))
                .components(credentials())
                .security(List.of(
                        new SecurityRequirement().addList("key"), new SecurityRequirement().addList("session")));
        var configuration = new SwaggerConfiguration()
                .openAPI(api)
                .openAPI31(true)
                .defaultResponseCode("200")
                .readAllResources(true);
        var read = new Reader(configuration).read(new LinkedHashSet<>(Rest.RESOURCES));
        models.readAll(Problem.class).forEach(read.getComponents()::addSchemas);
        var tree = (ObjectNode) Json31.mapper().readTree(Json31.pretty(read));
        problems(tree);
        ((ObjectNode) tree.at("/paths/~1v1~1session/post")).putArray("security");
        refine((ObjectNode) tree.path("components").path("schemas"), records.found);
        return Json.wire().writerWithDefaultPrettyPrinter().writeValueAsString(sorted(tree)) + "\n";
    }

    private static Components credentials() {
        var key = new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("An API key.");
        var session = new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.COOKIE)
                .name(Callers.COOKIE)
                .description("What signing in sets. Calls that write also need a header `X-Penstock-Request`.");
        return new Components().addSecuritySchemes("key", key).addSecuritySchemes("session", session);
    }

    /// Names each operation after its method, and gives its answer the status that it has.
    private static final class Names extends AbstractOpenAPIExtension {
        @Override
        public void decorateOperation(Operation operation, Method method, Iterator<OpenAPIExtension> chain) {
            var resource = method.getDeclaringClass().getSimpleName().replace("Resource", "");
            operation.setOperationId(
                    resource.substring(0, 1).toLowerCase(Locale.ROOT) + resource.substring(1) + "." + method.getName());
            operation.setTags(List.of(resource));
            var answers = method.getAnnotation(Answers.class);
            if (answers != null) {
                status(operation.getResponses(), answers);
            }
            super.decorateOperation(operation, method, chain);
        }

        private static void status(ApiResponses responses, Answers answers) {
            var answer = Objects.requireNonNull(responses.remove("200"), "200");
            if (answers.value() == 204) {
                answer = new ApiResponse().description("done");
            } else if (answers.body() != Void.class) {
                var schema = new Schema<>()
                        .$ref("#/components/schemas/" + answers.body().getSimpleName());
                answer.setContent(new Content().addMediaType("application/json", new MediaType().schema(schema)));
            }
            responses.addApiResponse(Integer.toString(answers.value()), answer);
        }
    }

    /// Every operation speaks JSON, and may answer with a problem.
    private static void problems(ObjectNode tree) {
        for (var path : tree.get("paths")) {
            for (var operation : path) {
                json(operation.path("requestBody"));
                operation.get("responses").forEach(DescriptionTest::json);
                var answer = ((ObjectNode) operation.get("responses")).putObject("default");
                answer.put("description", "refused or failed")
                        .putObject("content")
                        .putObject("application/problem+json")
                        .putObject("schema")
                        .put("$ref", "#/components/schemas/Problem");
            }
        }
    }

    private static void json(JsonNode body) {
        if (body.path("content") instanceof ObjectNode content && content.has("*/*")) {
            content.set("application/json", content.remove("*/*"));
        }
    }

    private static ObjectNode sorted(ObjectNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        var sorted = node.objectNode();
        for (var name : names) {
            var value = node.get(name);
            if (value instanceof ObjectNode object) {
                value = sorted(object);
            } else if (value instanceof ArrayNode array) {
                for (var i = 0; i < array.size(); i++) {
                    if (array.get(i) instanceof ObjectNode object) {
                        array.set(i, sorted(object));
                    }
                }
            }
            sorted.set(name, value);
        }
        return sorted;
    }

    /// Marks the fields of records that are always there and those that may be null.
    private static void refine(ObjectNode schemas, Map<String, Class<?>> records) {
        records.forEach((name, record) -> {
            if (schemas.path(name) instanceof ObjectNode schema) {
                var required = schema.putArray("required");
                for (var component : record.getRecordComponents()) {
                    var property = (ObjectNode) schema.path("properties").path(component.getName());
                    if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
                        property.remove("type");
                    } else if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                        nullable(property);
                    }
                    if (!request(record) || component.isAnnotationPresent(Required.class)) {
                        required.add(component.getName());
                    }
                }
                if (required.isEmpty()) {
                    schema.remove("required");
                }
            }
        });
    }

    private static boolean request(Class<?> record) {
        return !View.class.isAssignableFrom(record) && record != Problem.class && record != Problem.FieldFault.class;
    }

    private static void nullable(ObjectNode property) {
        if (property.has("$ref")) {
            var reference = property.objectNode().set("$ref", property.remove("$ref"));
            property.putArray("anyOf").add(reference).addObject().put("type", "null");
        } else if (property.get("type") instanceof TextNode type) {
            property.putArray("type").add(type).add("null");
        }
    }

    /// Remembers which record each schema was made from.
    private static final class Records implements ModelConverter {
        private final Map<String, Class<?>> found = new TreeMap<>();

        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            var schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
            var java = Json.wire().constructType(type.getType());
            if (java != null && java.getRawClass().isRecord()) {
                found.put(name(java), java.getRawClass());
            }
            return schema;
        }

        private static String name(JavaType type) {
            var name = new StringBuilder(type.getRawClass().getSimpleName());
            for (var i = 0; i < type.containedTypeCount(); i++) {
                name.append(type.containedType(i).getRawClass().getSimpleName());
            }
            return name.toString();
        }
    }
}
