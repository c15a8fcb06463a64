/// The sample Git repository that a newcomer plays with; no product code knows it.
@NullMarked
package io.penstock.local.sample;

import org.jspecify.annotations.NullMarked;
