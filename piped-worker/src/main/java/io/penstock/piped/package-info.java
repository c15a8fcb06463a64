/// The program inside a cluster: its configuration, its worker on the cluster's queue, its health; no decisions.
@NullMarked
package io.penstock.piped;

import org.jspecify.annotations.NullMarked;
