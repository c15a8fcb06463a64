package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/// How far a workload is on its way to being available, read from its own status.
sealed interface WorkloadStatus {
    /// One sentence for people.
    String sentence();

    /// All that was asked for is available.
    record Ready(String sentence) implements WorkloadStatus {}

    /// Not yet.
    ///
    /// @param reached grows as the workload proceeds
    /// @param hindrance what its own conditions complain of, empty when nothing
    record Pending(String sentence, long reached, String hindrance) implements WorkloadStatus {}

    /// It says itself that it will not get there.
    record Failed(String sentence) implements WorkloadStatus {}

    /// Reads the status of a live object; kinds without one are ready as soon as they exist.
    static WorkloadStatus of(JsonNode live) {
        return switch (Fields.text(live, "kind")) {
            case "Deployment" -> deployment(live);
            case "StatefulSet" -> statefulSet(live);
            case "DaemonSet" -> daemonSet(live);
            case "ReplicaSet" -> counted(live, "replicas", "replicas");
            case "Job" -> job(live);
            case "Pod" -> pod(live);
            default -> new Ready(title(live) + ": applied");
        };
    }

    private static WorkloadStatus deployment(JsonNode live) {
        var exceeded = condition(live, "Progressing");
        if (isObserved(live) && "ProgressDeadlineExceeded".equals(Fields.text(exceeded, "reason"))) {
            return new Failed(title(live) + ": " + Fields.text(exceeded, "message"));
        }
        if (Fields.at(live, "spec", "paused").asBoolean()) {
            return new Pending(title(live) + ": paused", 0, title(live) + " is paused, so its Pods are not replaced");
        }
        var failure = condition(live, "ReplicaFailure");
        var status = counted(live, "updatedReplicas", "replicas");
        if (status instanceof Pending pending && "True".equals(Fields.text(failure, "status"))) {
            return new Pending(
                    pending.sentence,
                    pending.reached,
                    title(live) + " cannot create Pods: " + Fields.text(failure, "message"));
        }
        return status;
    }

    private static WorkloadStatus statefulSet(JsonNode live) {
        if ("OnDelete".equals(Fields.text(live, "spec", "updateStrategy", "type"))) {
            return counted(live, "replicas", "replicas");
        }
        var partition = Fields.at(live, "spec", "updateStrategy", "rollingUpdate", "partition")
                .asLong();
        var wanted = Math.max(0, wanted(live) - partition);
        var updated = Fields.at(live, "status", "updatedReplicas").asLong();
        var same = Fields.text(live, "status", "currentRevision").equals(Fields.text(live, "status", "updateRevision"));
        var counted = counted(live, "replicas", "replicas");
        if (counted instanceof Ready && !same && updated < wanted) {
            return new Pending(title(live) + ": " + updated + " of " + wanted + " Pods updated", updated, "");
        }
        return counted;
    }

    private static WorkloadStatus daemonSet(JsonNode live) {
        var wanted = Fields.at(live, "status", "desiredNumberScheduled").asLong();
        var updated = Fields.at(live, "status", "updatedNumberScheduled").asLong();
        var available = Fields.at(live, "status", "numberAvailable").asLong();
        var free = "OnDelete".equals(Fields.text(live, "spec", "updateStrategy", "type"));
        var sentence = title(live) + ": " + available + " of " + wanted + " Pods available";
        return isObserved(live) && available >= wanted && (free || updated >= wanted)
                ? new Ready(sentence)
                : new Pending(sentence, updated + available, "");
    }

    /// Workloads that count their Pods: all updated, none of the old left, all available.
    private static WorkloadStatus counted(JsonNode live, String updatedField, String totalField) {
        var wanted = wanted(live);
        var updated = Fields.at(live, "status", updatedField).asLong();
        var total = Fields.at(live, "status", totalField).asLong();
        var available = Fields.at(live, "status", "availableReplicas").asLong();
        var sentence = title(live) + ": " + Math.min(available, wanted) + " of " + wanted + " Pods available";
        if (!isObserved(live)) {
            return new Pending(title(live) + ": waiting for its controller", 0, "");
        }
        if (updated < wanted) {
            return new Pending(
                    title(live) + ": " + updated + " of " + wanted + " Pods updated", updated + available, "");
        }
        if (total > updated) {
            var old = total - updated;
            return new Pending(
                    title(live) + ": " + old + (old == 1 ? " old Pod is ending" : " old Pods are ending"),
                    2 * wanted + 1 - old,
                    "");
        }
        return available >= wanted ? new Ready(sentence) : new Pending(sentence, 2 * wanted + available, "");
    }

    private static WorkloadStatus job(JsonNode live) {
        var failed = condition(live, "Failed");
        if ("True".equals(Fields.text(failed, "status"))) {
            return new Failed(title(live) + " failed: " + Fields.text(failed, "message"));
        }
        var succeeded = Fields.at(live, "status", "succeeded").asLong();
        return "True".equals(Fields.text(condition(live, "Complete"), "status"))
                ? new Ready(title(live) + ": complete")
                : new Pending(title(live) + ": " + succeeded + " Pods succeeded", succeeded, "");
    }

    private static WorkloadStatus pod(JsonNode live) {
        return switch (Fields.text(live, "status", "phase")) {
            case "Succeeded" -> new Ready(title(live) + ": complete");
            case "Failed" -> new Failed(title(live) + " failed: " + Fields.text(live, "status", "message"));
            default ->
                "True".equals(Fields.text(condition(live, "Ready"), "status"))
                        ? new Ready(title(live) + ": ready")
                        : new Pending(title(live) + ": not ready", 0, "");
        };
    }

    private static long wanted(JsonNode live) {
        return Fields.at(live, "spec", "replicas").asLong(1);
    }

    private static boolean isObserved(JsonNode live) {
        return Fields.at(live, "status", "observedGeneration").asLong()
                >= Fields.at(live, "metadata", "generation").asLong();
    }

    private static JsonNode condition(JsonNode live, String type) {
        for (var condition : Fields.maps(live, "status", "conditions")) {
            if (type.equals(Fields.text(condition, "type"))) {
                return condition;
            }
        }
        return Fields.object();
    }

    private static String title(JsonNode live) {
        return Fields.text(live, "kind") + " " + Fields.text(live, "metadata", "name");
    }
}
