/// The control plane's main, its configuration, and the wiring of its parts; nothing of what they do lives here.
@NullMarked
package io.penstock.controlplane;

import org.jspecify.annotations.NullMarked;
