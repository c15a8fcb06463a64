package io.penstock.activities.kubernetes;

/// A kind of object as the API server serves it.
///
/// @param group empty for the core group
/// @param plural its name in paths
record ResourceType(String group, String version, String kind, String plural, boolean namespaced) {
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// The path of all its objects, or of those of one namespace where one is given.
    String collection(String namespace) {
        var root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return root + (namespace.isEmpty() || !namespaced ? "" : "/namespaces/" + namespace) + "/" + plural;
    }

    String path(String namespace, String name) {
        return collection(namespace) + "/" + name;
    }
}
