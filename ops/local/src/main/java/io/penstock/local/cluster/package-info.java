/// Kubernetes clusters of the local stack, simulated or the user's own; nothing deploys here.
@NullMarked
package io.penstock.local.cluster;

import org.jspecify.annotations.NullMarked;
