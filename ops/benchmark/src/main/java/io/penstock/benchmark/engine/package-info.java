/// Temporal with empty work in place of Penstock's: what a deployment would cost if it did nothing but its
/// hops.
@NullMarked
package io.penstock.benchmark.engine;

import org.jspecify.annotations.NullMarked;
