/// The JSON Schema of the application's file, for editors; what a file means is decided by its reader, not here.
@NullMarked
package io.penstock.cli.schema;

import org.jspecify.annotations.NullMarked;
