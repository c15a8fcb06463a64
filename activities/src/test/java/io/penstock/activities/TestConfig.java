package io.penstock.activities;

import io.penstock.workflows.config.ApplicationConfig;

public final class TestConfig {
    public static final ApplicationConfig CONFIG = new ApplicationConfig("web");

    private TestConfig() {}
}
