/// What a repository's change does to the applications in it.
@NullMarked
package io.penstock.controlplane.watch;

import org.jspecify.annotations.NullMarked;
