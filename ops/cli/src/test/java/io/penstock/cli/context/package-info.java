/// Tests of the commands about contexts.
@NullMarked
package io.penstock.cli.context;

import org.jspecify.annotations.NullMarked;
