package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;

/// What does not count as drift.
public record DriftDetection(
        @Doc("Fields in the form apiVersion:kind:namespace:name#path.of.field.")
        List<String> ignoreFields) {
    public DriftDetection {
        ignoreFields = Frozen.list(ignoreFields);
    }
}
