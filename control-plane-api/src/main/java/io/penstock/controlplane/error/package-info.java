/// How a request is refused: the refusals, and the one switch from an exception to a problem document.
@NullMarked
package io.penstock.controlplane.error;

import org.jspecify.annotations.NullMarked;
