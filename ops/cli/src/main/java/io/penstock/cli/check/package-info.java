/// Commands that look at files or run the checks of the project itself.
@NullMarked
package io.penstock.cli.check;

import org.jspecify.annotations.NullMarked;
