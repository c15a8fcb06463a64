package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.EcsStage;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ECS part of an application's file.
@JsonTypeName("ECS")
public record EcsConfig(
        @Doc("What is deployed.") Input input,
        @Doc("Options of a quick sync.") EcsStage.Sync quickSync) implements PlatformConfig {
    @Override
    public EcsStage.Rollback rollback() {
        return new EcsStage.Rollback();
    }

    @Override
    public @Nullable Boolean autoRollback() {
        return input.autoRollback();
    }

    @Override
    public Platform platform() {
        return Platform.ECS;
    }

    /// What is deployed.
    public record Input(
            @Doc("The cluster; needed for standalone tasks.")
            String clusterArn,

            @Doc(value = "Where tasks run.", fallback = "FARGATE")
            LaunchType launchType,

            @Doc("Network of the tasks.") @Nullable Network awsvpcConfiguration,

            @Doc("Definition of the service; empty for a standalone task.")
            String serviceDefinitionFile,

            @Doc(value = "Definition of the task.", fallback = "taskdef.json")
            String taskDefinitionFile,

            @Doc("Target groups of the variants.") TargetGroups targetGroups,

            @Doc("Roll back when a deployment fails; on when absent.") @Nullable
            Boolean autoRollback,

            @Doc("Run a standalone task; on when absent in an ECSApp, off in an Application.") @Nullable
            Boolean runStandaloneTask,

            @Doc(value = "How the service is reached.", fallback = "ELB")
            AccessType accessType) {
        /// The same with the form's default where the file does not say whether the task stands alone.
        Input standalone(boolean fallback) {
            return new Input(
                    clusterArn,
                    launchType,
                    awsvpcConfiguration,
                    serviceDefinitionFile,
                    taskDefinitionFile,
                    targetGroups,
                    autoRollback,
                    runStandaloneTask == null ? Boolean.valueOf(fallback) : runStandaloneTask,
                    accessType);
        }
    }

    /// Where tasks run.
    public enum LaunchType {
        FARGATE,
        EC2
    }

    /// How the service is reached.
    public enum AccessType {
        ELB,
        SERVICE_DISCOVERY
    }

    /// Network of the tasks.
    public record Network(
            @Doc("Subnets of the tasks.") List<String> subnets,

            @Doc(value = "Whether tasks get a public address.", range = "ENABLED or DISABLED")
            String assignPublicIp,

            @Doc("Security groups of the tasks.") List<String> securityGroups) {
        public Network {
            subnets = Frozen.list(subnets);
            securityGroups = Frozen.list(securityGroups);
        }
    }

    /// Target groups of the variants.
    public record TargetGroups(
            @Doc("Of primary.") @Nullable TargetGroup primary,
            @Doc("Of canary.") @Nullable TargetGroup canary) {}

    /// One target group of a load balancer.
    public record TargetGroup(
            @Doc("The target group.") String targetGroupArn,
            @Doc("The container that receives the traffic.") String containerName,
            @Doc("Port of the container.") int containerPort,
            @Doc("The load balancer, of the classic kind.") String loadBalancerName) {}
}
