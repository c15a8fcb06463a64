/// Times the whole product on this machine, against its budgets: the measures and how their figures are told.
/// What is timed is an installation like any other.
@NullMarked
package io.penstock.benchmark;

import org.jspecify.annotations.NullMarked;
