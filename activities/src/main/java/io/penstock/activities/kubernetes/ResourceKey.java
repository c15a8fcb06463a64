package io.penstock.activities.kubernetes;

/// What identifies an object within a cluster, whichever version of its kind is used.
///
/// @param group empty for the core group
/// @param namespace empty for what has none, or where none is said
record ResourceKey(String group, String kind, String namespace, String name) implements Comparable<ResourceKey> {
    static String group(String apiVersion) {
        var slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    static String version(String apiVersion) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    ResourceKey in(String namespace) {
        return new ResourceKey(group, kind, namespace, name);
    }

    /// What people call it: `Deployment web`.
    String title() {
        return kind + " " + name;
    }

    /// The form of PipeCD's second agent: `group:Kind:namespace:name`.
    @Override
    public String toString() {
        return group + ":" + kind + ":" + namespace + ":" + name;
    }

    @Override
    public int compareTo(ResourceKey other) {
        return toString().compareTo(other.toString());
    }
}
