package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import io.penstock.workflows.stage.SealedTypes;

/// The content of a configuration file of any kind.
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "file")
@JsonTypeIdResolver(SealedTypes.class)
public sealed interface Config
        permits ApplicationConfig, PipedConfig, AnalysisTemplateConfig, EventWatcherConfig, ControlPlaneConfig {}
