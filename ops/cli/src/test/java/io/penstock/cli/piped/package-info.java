/// Tests of the commands about pipeds.
@NullMarked
package io.penstock.cli.piped;

import org.jspecify.annotations.NullMarked;
