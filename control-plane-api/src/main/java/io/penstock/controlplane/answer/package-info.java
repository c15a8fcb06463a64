/// The forms that all answers share: pages and their cursors, times, status codes. What they hold lives elsewhere.
@NullMarked
package io.penstock.controlplane.answer;

import org.jspecify.annotations.NullMarked;
