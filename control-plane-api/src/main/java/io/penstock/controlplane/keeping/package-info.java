/// How long bulky things are kept: logs, views and bundles. What they are lives elsewhere.
@NullMarked
package io.penstock.controlplane.keeping;

import org.jspecify.annotations.NullMarked;
