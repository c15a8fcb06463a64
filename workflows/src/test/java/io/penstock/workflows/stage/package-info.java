/// Tests of the stage types.
@NullMarked
package io.penstock.workflows.stage;

import org.jspecify.annotations.NullMarked;
