/// Repositories: noticing that a branch moved and deciding which applications that touches.
@NullMarked
package io.penstock.workflows.watch;

import org.jspecify.annotations.NullMarked;
