/// Commands as people type them, against a control plane that runs.
@NullMarked
package io.penstock.cli;

import org.jspecify.annotations.NullMarked;
