/// Tests of what Git says.
@NullMarked
package io.penstock.workflows.config;

import org.jspecify.annotations.NullMarked;
