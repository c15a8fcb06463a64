package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import io.penstock.workflows.stage.SealedTypes;
import java.time.Duration;
import java.util.List;

/// How one platform is reached.
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
@JsonTypeIdResolver(SealedTypes.class)
public sealed interface ProviderConfig {
    /// A Kubernetes cluster.
    @JsonTypeName("KUBERNETES")
    record Kubernetes(
            @Doc("Address of the API server; the configuration file's when empty.")
            String masterURL,

            @Doc("Configuration file of kubectl; the cluster that the piped runs in when empty.")
            String kubeConfigPath,

            @Doc("Version of kubectl; Penstock applies by itself and does not use it.")
            String kubectlVersion,

            @Doc("Which objects are watched.") AppStateInformer appStateInformer)
            implements ProviderConfig {}

    /// Which objects are watched.
    record AppStateInformer(
            @Doc("Namespace that is watched; all when empty.")
            String namespace,

            @Doc("Kinds that are watched besides.") List<Resource> includeResources,
            @Doc("Kinds that are not watched.") List<Resource> excludeResources) {
        public AppStateInformer {
            includeResources = Frozen.list(includeResources);
            excludeResources = Frozen.list(excludeResources);
        }
    }

    /// A kind of object, or all kinds of an API version.
    record Resource(
            @Doc("API version.") String apiVersion,
            @Doc("Kind; all of the API version when empty.") String kind) {}

    /// Terraform.
    @JsonTypeName("TERRAFORM")
    record Terraform(
            @Doc(value = "Variables as name=value.", freeText = true)
            List<String> vars,

            @Doc(value = "Look for drift.", fallback = "true")
            boolean driftDetectionEnabled)
            implements ProviderConfig {
        public Terraform {
            vars = Frozen.list(vars);
        }
    }

    /// Cloud Run.
    @JsonTypeName("CLOUDRUN")
    record CloudRun(
            @Doc("Project.") String project,
            @Doc("Region.") String region,
            @Doc("File with the credentials.") String credentialsFile)
            implements ProviderConfig {}

    /// Lambda.
    @JsonTypeName("LAMBDA")
    record Lambda(
            @Doc("Region.") String region,
            @Doc("File with the credentials.") String credentialsFile,
            @Doc("Role that is assumed.") String roleARN,
            @Doc("File with the token for the role.") String tokenFile,
            @Doc("Profile in the credentials file.") String profile,

            @Doc(value = "Time between two looks at the functions.", fallback = "15s")
            Duration awsAPIPollingInterval)
            implements ProviderConfig {}

    /// ECS.
    @JsonTypeName("ECS")
    record Ecs(
            @Doc("Region.") String region,
            @Doc("File with the credentials.") String credentialsFile,
            @Doc("Role that is assumed.") String roleARN,
            @Doc("File with the token for the role.") String tokenFile,
            @Doc("Profile in the credentials file.") String profile)
            implements ProviderConfig {}
}
