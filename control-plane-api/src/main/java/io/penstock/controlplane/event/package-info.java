/// What changed, as a stream of server-sent events to whoever may see it.
@NullMarked
package io.penstock.controlplane.event;

import org.jspecify.annotations.NullMarked;
