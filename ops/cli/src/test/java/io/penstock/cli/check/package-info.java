/// Tests of the commands that check.
@NullMarked
package io.penstock.cli.check;

import org.jspecify.annotations.NullMarked;
