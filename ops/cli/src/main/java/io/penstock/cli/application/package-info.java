/// Commands about applications.
@NullMarked
package io.penstock.cli.application;

import org.jspecify.annotations.NullMarked;
