package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.penstock.workflows.stage.Doc;

/// A value in a file that an event replaces; exactly one of the last four says where.
public record Replacement(
        @Doc(value = "The file.", required = true) String file,
        @Doc("Path of a field of a YAML file.") String yamlField,
        @Doc("Path of a field of a JSON file.") String jsonField,

        @JsonProperty("HCLField") @Doc("Path of a field of an HCL file.")
        String hclField,

        @Doc("Expression whose first group is replaced in every match.")
        GoPattern regex) {}
