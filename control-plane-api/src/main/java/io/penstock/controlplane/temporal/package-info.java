/// The connection to Temporal: client, namespace and the workers of the control plane's queue.
@NullMarked
package io.penstock.controlplane.temporal;

import org.jspecify.annotations.NullMarked;
