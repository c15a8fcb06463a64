/// Completion of commands in shells.
@NullMarked
package io.penstock.cli.completion;

import org.jspecify.annotations.NullMarked;
