/// One application's queue: which intent is deployed next, and that only one is at a time.
@NullMarked
package io.penstock.workflows.lane;

import org.jspecify.annotations.NullMarked;
