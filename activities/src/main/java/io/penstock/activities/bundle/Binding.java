package io.penstock.activities.bundle;

import io.penstock.workflows.id.ApplicationId;
import io.penstock.workflows.id.ClusterName;

/// What a sealed bundle belongs to; authenticated with it, so that it cannot be passed off as another's.
///
/// @param contentDigest of the bundle's objects
/// @param digestKey the id of the key that the digest was made under
record Binding(
        int version,
        String installation,
        ClusterName cluster,
        ApplicationId application,
        String contentDigest,
        String digestKey) {
    static final int VERSION = 1;
}
