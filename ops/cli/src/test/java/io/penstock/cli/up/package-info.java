/// Tests of the commands of the local stack.
@NullMarked
package io.penstock.cli.up;

import org.jspecify.annotations.NullMarked;
