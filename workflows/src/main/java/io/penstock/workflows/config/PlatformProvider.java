package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.SortedMap;

/// A place where applications run; a deploy target of the newer form becomes one too.
public record PlatformProvider(
        @Doc(value = "Name of the provider.", required = true)
        String name,

        @Doc(value = "Its platform.", required = true) Platform type,

        @Doc("Labels by which resource routes find it.") SortedMap<String, String> labels,

        @Doc("How it is reached.") ProviderConfig config) {
    public PlatformProvider {
        labels = Frozen.map(labels);
    }
}
