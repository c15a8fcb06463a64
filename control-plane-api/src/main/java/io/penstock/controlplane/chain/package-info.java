/// How a chain is laid out, started block by block, and closed.
@NullMarked
package io.penstock.controlplane.chain;

import org.jspecify.annotations.NullMarked;
