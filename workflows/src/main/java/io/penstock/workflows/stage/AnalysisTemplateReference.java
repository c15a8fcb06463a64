package io.penstock.workflows.stage;

import java.util.SortedMap;

/// An analysis item of the repository's `.pipe` folder, by name.
public record AnalysisTemplateReference(
        @Doc("Name of the template; empty when the item is written in place.")
        String name,

        @Doc(value = "Arguments that the template reads as .AppCustomArgs.", freeText = true)
        SortedMap<String, String> appArgs) {
    public AnalysisTemplateReference {
        appArgs = Frozen.map(appArgs);
    }
}
