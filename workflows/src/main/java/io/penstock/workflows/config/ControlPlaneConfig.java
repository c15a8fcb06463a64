package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;

/// A control plane of PipeCD; recognised so that it can be imported, not used by Penstock itself.
@JsonTypeName("controlPlane")
public record ControlPlaneConfig(JsonNode spec) implements Config {}
