package io.penstock.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Finding what an application has in the cluster beyond what it should have, and deleting it.
final class Sweep {
    /// The kinds of which variants get copies, in the order in which they are deleted.
    private static final List<String> ORDER = List.of("Service", "ConfigMap", "Secret", "Deployment");

    static final Set<String> COPIED = Set.copyOf(ORDER);

    private static final Set<String> WORKLOADS = Set.of("Deployment", "ReplicaSet", "DaemonSet", "Pod");

    private final Cluster cluster;
    private final Claim claim;
    private final FencedWriter writer;
    private final Consumer<String> log;

    Sweep(Cluster cluster, Claim claim, FencedWriter writer, Consumer<String> log) {
        this.cluster = cluster;
        this.claim = claim;
        this.writer = writer;
        this.log = log;
    }

    /// Deletes a variant's copies and returns how many.
    ///
    /// @param fresh kinds of which a copy may be so new that the watch has not told of it
    int variant(String key, String value, Set<String> fresh) throws InterruptedException {
        var deleted = 0;
        for (var kind : ORDER) {
            var type = cluster.types().find(kind.equals("Deployment") ? "apps/v1" : "v1", kind);
            if (type.isPresent() && cluster.limits().allowsKind(kind)) {
                var selector = Marks.APPLICATION + "=" + claim.application() + "," + key + "=" + value;
                var found = fresh.contains(kind) ? listed(type.get(), selector) : cluster.allMarked(type.get());
                for (var live : found) {
                    if (isOurs(live) && value.equals(Marks.read(live, key))) {
                        deleted += delete(type.get(), live);
                    }
                }
            }
        }
        return deleted;
    }

    /// Deletes every object of the application except the given ones: Services first, then workloads, then what
    /// else is in namespaces, then what is in none. Everything is listed before anything is deleted.
    int allBut(Set<ResourceKey> kept) throws InterruptedException {
        var found = new ArrayList<Found>();
        for (var type : cluster.types().sweepable()) {
            if (cluster.limits().allowsKind(type.kind())) {
                for (var live : listed(type, Marks.APPLICATION + "=" + claim.application())) {
                    if (isOurs(live) && !kept.contains(Live.key(live))) {
                        found.add(new Found(type, live));
                    }
                }
            }
        }
        found.sort(Comparator.comparingInt((Found one) -> one.turn()).thenComparing(one -> Live.key(one.live)));
        var deleted = 0;
        for (var one : found) {
            deleted += delete(one.type, one.live);
        }
        return deleted;
    }

    private record Found(ResourceType type, ObjectNode live) {
        int turn() {
            if (type.namespaced()) {
                return type.kind().equals("Service") ? 0 : WORKLOADS.contains(type.kind()) ? 1 : 2;
            }
            return type.kind().equals("CustomResourceDefinition")
                    ? 4
                    : type.kind().equals("Namespace") ? 5 : 3;
        }
    }

    /// Deletes those of the given objects that are there and the application's.
    int these(List<FencedWriter.Target> targets) throws InterruptedException {
        var deleted = 0;
        for (var target : targets) {
            var live = cluster.server().find(target.path());
            if (live != null && isOurs(live)) {
                deleted += delete(target.type(), live);
            }
        }
        return deleted;
    }

    /// Controllers copy labels to what they make, annotations hardly ever, so the annotation must be there too.
    private boolean isOurs(ObjectNode live) {
        return claim.owns(live)
                && !Live.isOwned(live)
                && Marks.MANAGER.equals(Fields.text(live, "metadata", "annotations", Marks.MANAGED_BY));
    }

    private List<ObjectNode> listed(ResourceType type, String selector) {
        var all = new ArrayList<ObjectNode>();
        for (var namespace : cluster.namespaces(type)) {
            var answer = answer(type, ApiRequest.get(type.collection(namespace)).with("labelSelector", selector));
            for (var item : Fields.maps(answer, "items")) {
                item.put("apiVersion", type.apiVersion());
                item.put("kind", type.kind());
                all.add(item);
            }
        }
        return all;
    }

    /// A list that fails is no empty list, unless the cluster does not serve the kind any more: then there are none.
    private JsonNode answer(ResourceType type, ApiRequest list) {
        try {
            return cluster.server().send(list);
        } catch (ApiServerException e) {
            if (e.status() == HttpURLConnection.HTTP_NOT_FOUND
                    && !cluster.types().serves(type)) {
                return Fields.object();
            }
            throw e;
        }
    }

    private int delete(ResourceType type, ObjectNode live) throws InterruptedException {
        var done = writer.delete(type, live);
        if (done) {
            log.accept("deleted " + Live.key(live).title());
        }
        return done ? 1 : 0;
    }
}
