/// Commands to Temporal: written with what they are about, sent by a relay.
@NullMarked
package io.penstock.controlplane.outbox;

import org.jspecify.annotations.NullMarked;
