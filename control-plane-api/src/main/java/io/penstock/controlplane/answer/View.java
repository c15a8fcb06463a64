package io.penstock.controlplane.answer;

import com.fasterxml.jackson.annotation.JsonInclude;

/// A record that goes out as JSON with all its fields; what is unknown is null, never left out.
@JsonInclude(JsonInclude.Include.ALWAYS)
public interface View {}
