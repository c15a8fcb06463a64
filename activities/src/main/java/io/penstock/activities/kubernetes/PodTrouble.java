package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What keeps a Pod from running, in words that its developer understands.
///
/// @param pod the Pod's name
/// @param lasting whether it does not mend itself
/// @param image whether it is about an image that cannot be had
record PodTrouble(String pod, String uid, String sentence, boolean lasting, boolean image) {
    private static final Set<String> IMAGE =
            Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");
    private static final Set<String> START =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError");

    /// The worst trouble of a workload's Pods, null when none has any.
    static @Nullable PodTrouble worst(JsonNode workload, List<ObjectNode> pods) {
        var images = images(Fields.at(workload, "spec", "template", "spec"));
        PodTrouble worst = null;
        for (var pod : pods) {
            if (Live.isEnding(pod)
                    || !belongs(pod, workload)
                    || !images(Fields.at(pod, "spec")).containsAll(images)) {
                continue;
            }
            var trouble = of(pod);
            if (trouble != null && (worst == null || (trouble.lasting && !worst.lasting))) {
                worst = trouble;
            }
        }
        return worst;
    }

    /// Whether a Pod is the workload's own: a selector may also fit the Pods of its copies.
    private static boolean belongs(JsonNode pod, JsonNode workload) {
        var hash = Fields.text(pod, "metadata", "labels", "pod-template-hash");
        var name = Fields.text(workload, "metadata", "name");
        var owner = "Deployment".equals(Fields.text(workload, "kind")) ? name + "-" + hash : name;
        return Fields.maps(pod, "metadata", "ownerReferences").stream()
                .anyMatch(reference -> owner.equals(Fields.text(reference, "name")));
    }

    /// The trouble of one Pod, null when it has none.
    static @Nullable PodTrouble of(JsonNode pod) {
        for (var condition : Fields.maps(pod, "status", "conditions")) {
            if ("PodScheduled".equals(Fields.text(condition, "type"))
                    && "False".equals(Fields.text(condition, "status"))
                    && "Unschedulable".equals(Fields.text(condition, "reason"))) {
                return lasting(pod, " cannot be scheduled: " + Fields.text(condition, "message"));
            }
        }
        for (var list : List.of("initContainerStatuses", "containerStatuses")) {
            for (var container : Fields.maps(pod, "status", list)) {
                var trouble = ofContainer(pod, container);
                if (trouble != null) {
                    return trouble;
                }
            }
        }
        return ended(pod) ? failed(pod) : notReady(pod);
    }

    private static boolean ended(JsonNode pod) {
        return "Failed".equals(Fields.text(pod, "status", "phase"));
    }

    /// A Pod that nobody starts again; a Job makes another one in its place, so it is not lasting.
    private static PodTrouble failed(JsonNode pod) {
        var sentence = "Pod " + name(pod) + " failed";
        for (var list : List.of("initContainerStatuses", "containerStatuses")) {
            for (var container : Fields.maps(pod, "status", list)) {
                var end = Fields.at(container, "state", "terminated");
                if (end.path("exitCode").asInt() != 0) {
                    sentence += ": container " + Fields.text(container, "name") + " ended with exit code "
                            + end.path("exitCode").asInt() + said(end);
                    return new PodTrouble(name(pod), Live.uid(pod), sentence, false, false);
                }
            }
        }
        var message = Fields.text(pod, "status", "message");
        return new PodTrouble(
                name(pod), Live.uid(pod), message.isEmpty() ? sentence : sentence + ": " + message, false, false);
    }

    /// Why a container ended, empty where only the exit code is known.
    private static String said(JsonNode end) {
        var why = Fields.text(end, "message").isEmpty() ? Fields.text(end, "reason") : Fields.text(end, "message");
        return why.isEmpty() || why.equals("Error") ? "" : ": " + why.strip();
    }

    private static @Nullable PodTrouble ofContainer(JsonNode pod, JsonNode container) {
        var reason = Fields.text(container, "state", "waiting", "reason");
        var message = Fields.text(container, "state", "waiting", "message");
        if (IMAGE.contains(reason)) {
            var sentence = " cannot pull image " + Fields.text(container, "image") + ": "
                    + (message.isEmpty() ? reason : message);
            return new PodTrouble(name(pod), Live.uid(pod), "Pod " + name(pod) + sentence, true, true);
        }
        if (START.contains(reason)) {
            return lasting(
                    pod,
                    ": container " + Fields.text(container, "name") + " cannot start: "
                            + (message.isEmpty() ? reason : message));
        }
        if ("CrashLoopBackOff".equals(reason)) {
            var last = Fields.at(container, "lastState", "terminated");
            var exit = last.has("exitCode")
                    ? ", last with exit code " + last.path("exitCode").asInt()
                    : "";
            return lasting(
                    pod,
                    ": container " + Fields.text(container, "name") + " crashes again and again ("
                            + container.path("restartCount").asInt() + " restarts" + exit
                            + said(last) + ")");
        }
        return null;
    }

    private static @Nullable PodTrouble notReady(JsonNode pod) {
        if (!"Running".equals(Fields.text(pod, "status", "phase"))) {
            return null;
        }
        for (var condition : Fields.maps(pod, "status", "conditions")) {
            if ("Ready".equals(Fields.text(condition, "type")) && "False".equals(Fields.text(condition, "status"))) {
                var message = Fields.text(condition, "message");
                var sentence =
                        "Pod " + name(pod) + " runs but is not ready" + (message.isEmpty() ? "" : ": " + message);
                return new PodTrouble(name(pod), Live.uid(pod), sentence, false, false);
            }
        }
        return null;
    }

    /// The same with what the event says in place of a mere "back-off".
    PodTrouble explained(String eventMessage) {
        var start = sentence.indexOf(": Back-off");
        if (start < 0 || eventMessage.isEmpty()) {
            return this;
        }
        var cause = eventMessage.replaceFirst("^Failed to pull image(?: \"[^\"]*\")?: ", "");
        return new PodTrouble(pod, uid, sentence.substring(0, start) + ": " + cause, lasting, image);
    }

    private static PodTrouble lasting(JsonNode pod, String rest) {
        return new PodTrouble(name(pod), Live.uid(pod), "Pod " + name(pod) + rest, true, false);
    }

    private static String name(JsonNode pod) {
        return Fields.text(pod, "metadata", "name");
    }

    private static Set<String> images(JsonNode podSpec) {
        var images = new TreeSet<String>();
        Fields.maps(podSpec, "containers").forEach(container -> images.add(Fields.text(container, "image")));
        return images;
    }
}
