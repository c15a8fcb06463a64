/// Tests of the commands that check the checkout and files.
@NullMarked
package io.penstock.cli.check;

import org.jspecify.annotations.NullMarked;
