package io.penstock.workflows.config;

/// Where an application runs.
public enum Platform {
    KUBERNETES("KubernetesApp", "kubernetes"),
    TERRAFORM("TerraformApp", "terraform"),
    CLOUDRUN("CloudRunApp", "cloudrun"),
    LAMBDA("LambdaApp", "lambda"),
    ECS("ECSApp", "ecs");

    private final String kind;
    private final String plugin;

    Platform(String kind, String plugin) {
        this.kind = kind;
        this.plugin = plugin;
    }

    /// The kind of its v0 files.
    public String kind() {
        return kind;
    }

    /// The name of its plugin in v1 files.
    public String plugin() {
        return plugin;
    }
}
