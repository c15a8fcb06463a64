/// The installation that is timed, and the places where it leaves its times: its database, Temporal's
/// histories, the API server's audit log, and the kernel.
@NullMarked
package io.penstock.benchmark.arena;

import org.jspecify.annotations.NullMarked;
