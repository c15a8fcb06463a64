/// The embedded PostgreSQL of the local stack; no schema lives here.
@NullMarked
package io.penstock.local.postgres;

import org.jspecify.annotations.NullMarked;
