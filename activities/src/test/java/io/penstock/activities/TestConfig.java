package io.penstock.activities;

import io.penstock.workflows.config.ApplicationConfig;
import io.penstock.workflows.config.CommitMatcher;
import io.penstock.workflows.config.DriftDetection;
import io.penstock.workflows.config.GoPattern;
import io.penstock.workflows.config.Notification;
import io.penstock.workflows.config.Platform;
import io.penstock.workflows.config.TerraformConfig;
import io.penstock.workflows.config.Trigger;
import io.penstock.workflows.stage.TerraformStage;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// An application's configuration for tests that only carry one around.
public final class TestConfig {
    private static final TerraformConfig.Commands NO_COMMANDS =
            new TerraformConfig.Commands(List.of(), List.of(), List.of(), List.of());

    public static final ApplicationConfig CONFIG = new ApplicationConfig(
            "TerraformApp",
            Platform.TERRAFORM,
            "web",
            new TreeMap<>(),
            "",
            new ApplicationConfig.Planner(false, true),
            new CommitMatcher(new GoPattern(""), new GoPattern("")),
            List.of(),
            new Trigger(
                    new Trigger.OnCommit(false, List.of(), List.of()),
                    new Trigger.OnCommand(false),
                    new Trigger.OnOutOfSync(true, Duration.ofMinutes(5)),
                    new Trigger.OnChain(true)),
            null,
            Duration.ofHours(6),
            null,
            null,
            new Notification(List.of()),
            List.of(),
            new DriftDetection(List.of()),
            new TreeMap<>(),
            null,
            new TerraformConfig(
                    new TerraformConfig.Input("", "", List.of(), List.of(), null, NO_COMMANDS, NO_COMMANDS),
                    new TerraformStage.Sync()));

    private TestConfig() {}
}
