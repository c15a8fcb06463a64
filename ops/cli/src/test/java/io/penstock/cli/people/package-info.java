/// Tests of the commands about people and keys.
@NullMarked
package io.penstock.cli.people;

import org.jspecify.annotations.NullMarked;
