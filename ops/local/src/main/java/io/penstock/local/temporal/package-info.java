/// The Temporal server of the local stack and what Penstock needs set up in it; no workflow lives here.
@NullMarked
package io.penstock.local.temporal;

import org.jspecify.annotations.NullMarked;
