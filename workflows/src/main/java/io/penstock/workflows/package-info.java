/// What Penstock decides: configuration, stages, workflows and activity contracts. No I/O, SQL or tool client lives
/// here.
@NullMarked
package io.penstock.workflows;

import org.jspecify.annotations.NullMarked;
