/// The trace of every write: who did what to which object.
@NullMarked
package io.penstock.controlplane.audit;

import org.jspecify.annotations.NullMarked;
