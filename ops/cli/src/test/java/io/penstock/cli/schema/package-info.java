/// Tests of the JSON Schema.
@NullMarked
package io.penstock.cli.schema;

import org.jspecify.annotations.NullMarked;
