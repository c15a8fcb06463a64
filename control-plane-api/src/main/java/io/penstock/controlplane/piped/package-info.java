/// Pipeds and their keys: the HTTP door that they call, and what people see and change of them.
@NullMarked
package io.penstock.controlplane.piped;

import org.jspecify.annotations.NullMarked;
