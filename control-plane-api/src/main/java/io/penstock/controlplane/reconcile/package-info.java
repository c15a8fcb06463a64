/// Repair of what no fact told: workflows that ended without a last word, lanes and watches that do not run.
@NullMarked
package io.penstock.controlplane.reconcile;

import org.jspecify.annotations.NullMarked;
