/// Keeps the log lines that pipeds send of running stages, bounded; who reads them does not live here.
@NullMarked
package io.penstock.controlplane.stagelog;

import org.jspecify.annotations.NullMarked;
