/// Calls of Git hosts that say a branch moved; pipeds fetch, nothing is read from the call.
@NullMarked
package io.penstock.controlplane.webhook;

import org.jspecify.annotations.NullMarked;
