/// Tests of the commands about applications.
@NullMarked
package io.penstock.cli.application;

import org.jspecify.annotations.NullMarked;
