package io.penstock.activities.bundle;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.deployment.CommitView;
import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.RepositoryId;
import java.util.List;

/// All that a deployment needs of Git: the application's configuration at a commit and what was rendered from it.
///
/// @param path the application's directory in the repository
/// @param configFile the name of the application file in that directory
/// @param objects each rendered object as canonical JSON, before marks, in the order of the manifests
public record Bundle(
        ApplicationId application,
        RepositoryId repository,
        CommitView commit,
        String path,
        String configFile,
        ApplicationConfig config,
        List<String> objects) {
    public Bundle {
        objects = List.copyOf(objects);
    }
}
