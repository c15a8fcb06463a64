/// Commands of the local stack: up, down, status, logs, env.
@NullMarked
package io.penstock.cli.up;

import org.jspecify.annotations.NullMarked;
