/// Tests of the commands about chains.
@NullMarked
package io.penstock.cli.chain;

import org.jspecify.annotations.NullMarked;
