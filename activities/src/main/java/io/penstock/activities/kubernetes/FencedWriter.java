package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.workflows.Failures;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes objects so that nobody who has lost the right to write can undo them: what is there is changed only as it
/// was seen, what is missing only created, what goes is deleted only as it was seen.
final class FencedWriter {
    private static final int TRIES = 12;
    private static final Duration ENDING = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 200;
    /// No stored object ever has this version, so a server that finds one there answers 409.
    private static final String NO_VERSION = "1";

    private final Cluster cluster;
    private final Claim claim;
    private final Vitality vitality;

    FencedWriter(Cluster cluster, Claim claim, Vitality vitality) {
        this.cluster = cluster;
        this.claim = claim;
        this.vitality = vitality;
    }

    /// What a write did.
    enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    /// A marked object and where it goes.
    record Target(Manifest manifest, ResourceType type, String namespace) {
        String path() {
            return type.path(namespace, manifest.name());
        }
    }

    /// Makes the object what the manifest says.
    Outcome apply(Target target) throws InterruptedException {
        try {
            return written(target);
        } catch (ApiServerException e) {
            if (e.isRefusal()) {
                throw Failures.stage(target.manifest.title() + ": " + SecretValues.hidden(e, target.manifest));
            }
            throw e;
        }
    }

    private Outcome written(Target target) throws InterruptedException {
        var live = cluster.marked(target.type, target.namespace).find(target.namespace, target.manifest.name());
        for (int tries = 1; ; tries++) {
            try {
                return live == null ? create(target) : update(target, live);
            } catch (ApiServerException e) {
                if (tries >= TRIES || !(e.isConflict() || (live != null && e.isNotFound()))) {
                    throw e;
                }
                live = cluster.server().find(target.path());
            }
        }
    }

    private Outcome create(Target target) throws InterruptedException {
        vitality.demand();
        if (Replacement.of(target.manifest) != Replacement.NONE) {
            send(ApiRequest.post(target.type.collection(target.namespace), target.manifest.body()));
        } else {
            var body = target.manifest.body().deepCopy();
            Fields.make(body, "metadata").put("resourceVersion", NO_VERSION);
            send(ApiRequest.apply(target.path(), body));
        }
        return Outcome.CREATED;
    }

    private Outcome update(Target target, ObjectNode seen) throws InterruptedException {
        claim.checkAgainst(seen);
        if (Live.isEnding(seen)) {
            awaitGone(target.path(), Live.uid(seen));
            return create(target);
        }
        if (claim.isOn(seen)) {
            return Outcome.UNCHANGED;
        }
        return switch (Replacement.of(target.manifest)) {
            case NONE -> patch(target, seen);
            case REPLACE -> {
                vitality.demand();
                yield outcome(seen, send(ApiRequest.put(target.path(), conditional(target.manifest, seen))));
            }
            case FORCE -> {
                remove(target.path(), seen);
                awaitGone(target.path(), Live.uid(seen));
                create(target);
                yield Outcome.UPDATED;
            }
        };
    }

    private Outcome patch(Target target, ObjectNode seen) throws InterruptedException {
        var live = Takeover.isDue(seen) ? takenOver(target.path(), seen) : seen;
        var manifest = withReplicasOf(live, target);
        vitality.demand();
        return outcome(live, send(ApiRequest.apply(target.path(), conditional(manifest, live))));
    }

    private ObjectNode takenOver(String path, ObjectNode seen) throws InterruptedException {
        var whole = cluster.server().find(path);
        if (whole == null || !Live.uid(whole).equals(Live.uid(seen))) {
            throw new ApiServerException(409, "Conflict", "the object was deleted and made anew", true);
        }
        claim.checkAgainst(whole);
        vitality.demand();
        return send(ApiRequest.jsonPatch(path, Takeover.patch(whole)));
    }

    /// An autoscaler's word on the number of Pods stands, also when Git says none any more: to drop the field would
    /// set it to one.
    private Manifest withReplicasOf(ObjectNode live, Target target) throws InterruptedException {
        var replicas = Fields.at(live, "spec", "replicas");
        var key = target.manifest.key().in(target.namespace);
        if (!replicas.isNumber() || !cluster.isAutoscaled(key)) {
            return target.manifest;
        }
        var copy = target.manifest.copy();
        Fields.make(copy.body(), "spec").set("replicas", replicas);
        return copy;
    }

    private static ObjectNode conditional(Manifest manifest, ObjectNode seen) {
        var body = manifest.body().deepCopy();
        Fields.make(body, "metadata").put("uid", Live.uid(seen)).put("resourceVersion", Live.resourceVersion(seen));
        return body;
    }

    private static Outcome outcome(ObjectNode before, ObjectNode after) {
        return Live.sameContent(before, after) ? Outcome.UNCHANGED : Outcome.UPDATED;
    }

    /// Deletes an object that was seen alive; returns whether it was this call that did.
    boolean delete(ResourceType type, ObjectNode seen) throws InterruptedException {
        var key = Live.key(seen);
        var path = type.path(key.namespace(), key.name());
        ObjectNode live = seen;
        for (int tries = 1; ; tries++) {
            if (live == null || Live.isEnding(live)) {
                return false;
            }
            claim.checkAgainst(live);
            try {
                remove(path, live);
                return true;
            } catch (ApiServerException e) {
                if (e.isNotFound()) {
                    return false;
                }
                if (e.isRefusal()) {
                    throw Failures.stage(key.title() + ": " + e.getMessage());
                }
                if (!e.isConflict() || tries >= TRIES) {
                    throw e;
                }
                live = again(path, live);
            }
        }
    }

    /// The same object as it is now; null when it is gone, or another has taken its name that is not ours.
    private @Nullable ObjectNode again(String path, ObjectNode before) {
        var live = cluster.server().find(path);
        return live == null || !(claim.owns(live) || Live.uid(live).equals(Live.uid(before))) ? null : live;
    }

    private void remove(String path, ObjectNode seen) throws InterruptedException {
        var options = Fields.object();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", "Background");
        Fields.make(options, "preconditions")
                .put("uid", Live.uid(seen))
                .put("resourceVersion", Live.resourceVersion(seen));
        vitality.demand();
        send(ApiRequest.delete(path, options));
    }

    private ObjectNode send(ApiRequest request) {
        return cluster.server().send(request.by(claim));
    }

    private void awaitGone(String path, String uid) throws InterruptedException {
        var deadline = System.nanoTime() + ENDING.toNanos();
        while (true) {
            var live = cluster.server().find(path);
            if (live == null || !Live.uid(live).equals(uid)) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw Failures.stage(Live.key(live).title() + ": is still being deleted after " + ENDING.toMinutes()
                        + " min, finalizers: " + Fields.at(live, "metadata", "finalizers"));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /// What the author's annotations ask for in place of server-side apply.
    private enum Replacement {
        NONE,
        REPLACE,
        FORCE;

        static Replacement of(Manifest manifest) {
            if (manifest.annotation("pipecd.dev/force-sync-by-replace").equals("enabled")) {
                return FORCE;
            }
            return manifest.annotation("pipecd.dev/sync-by-replace").equals("enabled") ? REPLACE : NONE;
        }
    }
}
