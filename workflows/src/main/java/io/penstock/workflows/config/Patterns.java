package io.penstock.workflows.config;

import io.penstock.workflows.stage.ControlStage;
import io.penstock.workflows.stage.SkipOn;
import java.util.List;

/// Refuses path patterns that cannot be read.
final class Patterns {
    private Patterns() {}

    static void check(Source source, ControlStage stage) {
        switch (stage) {
            case ControlStage.Wait wait -> check(source, wait.skipOn());
            case ControlStage.WaitApproval approval -> check(source, approval.skipOn());
            case ControlStage.Analysis analysis -> check(source, analysis.skipOn());
            case ControlStage.ScriptRun script -> check(source, script.skipOn());
            case ControlStage.CustomSync _, ControlStage.ScriptRunRollback _ -> {}
        }
    }

    static void check(Source source, SkipOn skipOn) {
        check(source, skipOn, "paths", skipOn.paths());
    }

    static void check(Source source, Object record, String field, List<String> patterns) {
        for (var i = 0; i < patterns.size(); i++) {
            try {
                new PathPattern(patterns.get(i));
            } catch (IllegalArgumentException _) {
                source.error(source.item(record, field, i), patterns.get(i), PathPattern.EXPECTED);
            }
        }
    }
}
