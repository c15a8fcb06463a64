package io.penstock.workflows.stage;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/// A stage of any platform: waiting, asking, measuring, running a script.
public sealed interface ControlStage extends Stage {
    /// Lets time pass.
    @StageName(value = "WAIT", doc = "Waits for a time.")
    record Wait(
            @Doc(value = "How long to wait.", range = "more than 0", fallback = "1m")
            Duration duration,

            @Doc("When to skip the stage.") SkipOn skipOn)
            implements ControlStage {}

    /// Waits for people.
    @StageName(value = "WAIT_APPROVAL", doc = "Waits until enough people have approved.")
    record WaitApproval(
            @Doc(value = "After this time without enough approvals the stage fails.", fallback = "6h")
            Duration timeout,

            @Doc("Who may approve; empty means whoever may update the deployment.")
            List<String> approvers,

            @Doc(value = "How many different people must approve.", range = "1 or more", fallback = "1")
            int minApproverNum,

            @Doc("When to skip the stage.") SkipOn skipOn)
            implements ControlStage {
        public WaitApproval {
            approvers = Frozen.list(approvers);
        }
    }

    /// Measures the new version for a time.
    @StageName(value = "ANALYSIS", doc = "Measures for a time and fails when the figures are not as expected.")
    record Analysis(
            @Doc(value = "How long to measure.", required = true)
            Duration duration,

            @Doc("Restarts of the stage that are allowed; PipeCD reads and ignores it.")
            int restartThreshold,

            @Doc("Queries to a metrics provider.") List<AnalysisMetric> metrics,
            @Doc("Queries to a log provider.") List<AnalysisLog> logs,
            @Doc("Requests to the application.") List<AnalysisHttp> https,
            @Doc("When to skip the stage.") SkipOn skipOn)
            implements ControlStage {
        public Analysis {
            metrics = Frozen.list(metrics);
            logs = Frozen.list(logs);
            https = Frozen.list(https);
        }
    }

    /// Runs a script in the application's directory.
    @StageName(value = "SCRIPT_RUN", doc = "Runs a script in the application's directory.")
    record ScriptRun(
            @Doc(value = "Environment of the script.", freeText = true)
            SortedMap<String, String> env,

            @Doc(value = "The script, run by /bin/sh -l -c; empty succeeds at once.", freeText = true)
            String run,

            @Doc(value = "Time limit of the script.", fallback = "6h")
            Duration timeout,

            @Doc(value = "The script that a rollback runs, when this stage had started.", freeText = true)
            String onRollback,

            @Doc("When to skip the stage.") SkipOn skipOn)
            implements ControlStage {
        public ScriptRun {
            env = Frozen.map(env);
        }
    }

    /// Runs the `onRollback` of a script stage that had started.
    @StageName(
            value = "SCRIPT_RUN_ROLLBACK",
            planned = true,
            doc = "Runs the onRollback script of a stage that had started.")
    record ScriptRunRollback(
            @Doc(value = "Environment of the script.", freeText = true)
            SortedMap<String, String> env,

            @Doc(value = "The script.", freeText = true) String run,

            @Doc(value = "Time limit of the script.", fallback = "6h")
            Duration timeout)
            implements ControlStage {
        public ScriptRunRollback {
            env = Frozen.map(env);
        }
    }

    /// Runs a script in place of a platform's own sync.
    @StageName(value = "CUSTOM_SYNC", doc = "Runs a script that deploys the application itself.")
    record CustomSync(
            @Doc(value = "Time limit of the script.", fallback = "6h")
            Duration timeout,

            @Doc(value = "Environment of the script.", freeText = true)
            SortedMap<String, String> envs,

            @Doc(value = "The script, run by /bin/sh -l -c.", required = true, freeText = true)
            String run)
            implements ControlStage {
        public CustomSync {
            envs = Frozen.map(envs);
        }
    }
}
