/// Which intent of an application is claimed next.
@NullMarked
package io.penstock.controlplane.lane;

import org.jspecify.annotations.NullMarked;
