/// The connection to PostgreSQL: pools, migrations and the notifications of what changed. No statements live here.
@NullMarked
package io.penstock.controlplane.database;

import org.jspecify.annotations.NullMarked;
