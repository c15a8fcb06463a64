/// The stage types and their options, data only; how a stage proceeds lives in the package of its platform.
@NullMarked
package io.penstock.workflows.stage;

import org.jspecify.annotations.NullMarked;
