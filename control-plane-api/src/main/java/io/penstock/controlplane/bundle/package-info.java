/// Sealed bundles and redacted views, kept for the cluster that sent them; nobody here can read a bundle.
@NullMarked
package io.penstock.controlplane.bundle;

import org.jspecify.annotations.NullMarked;
