package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.SealedTypes;

/// Where analyses get their figures.
public record AnalysisProvider(
        @Doc(value = "Name by which analyses name it.", required = true)
        String name,

        @Doc(value = "Its kind.", required = true) Type type,
        @Doc("How it is reached.") Source config) {

    /// Kind of a provider.
    public enum Type {
        PROMETHEUS,
        DATADOG,
        STACKDRIVER
    }

    /// How a provider is reached.
    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
    @JsonTypeIdResolver(SealedTypes.class)
    public sealed interface Source {}

    /// Prometheus.
    @JsonTypeName("PROMETHEUS")
    public record Prometheus(
            @Doc(value = "Address.", required = true) String address,
            @Doc("File with the user.") String usernameFile,
            @Doc("File with the password.") String passwordFile)
            implements Source {}

    /// Datadog; of each key either the file or the text is given.
    @JsonTypeName("DATADOG")
    public record Datadog(
            @Doc(value = "Address.", fallback = "datadoghq.com")
            String address,

            @Doc("File with the API key.") String apiKeyFile,
            @Doc("The API key.") Secret apiKeyData,
            @Doc("File with the application key.") String applicationKeyFile,
            @Doc("The application key.") Secret applicationKeyData)
            implements Source {}

    /// Stackdriver.
    @JsonTypeName("STACKDRIVER")
    public record Stackdriver(
            @Doc("File of the service account.") String serviceAccountFile) implements Source {}
}
