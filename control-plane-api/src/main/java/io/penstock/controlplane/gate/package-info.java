/// The gRPC door for pipeds: eight worker calls of Temporal, rebuilt, bound to a cluster and bounded; nothing
/// of HTTP lives here.
@NullMarked
package io.penstock.controlplane.gate;

import org.jspecify.annotations.NullMarked;
