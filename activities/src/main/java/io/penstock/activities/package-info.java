/// What every activity shares, such as its heartbeat; what an activity does lives in the packages below.
@NullMarked
package io.penstock.activities;

import org.jspecify.annotations.NullMarked;
