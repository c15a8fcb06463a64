/// The command line: reads arguments, asks the control plane or the local stack, prints answers. No product logic.
@NullMarked
package io.penstock.cli;

import org.jspecify.annotations.NullMarked;
