/// Rendered objects sealed for the pipeds of one cluster; rendering and the place where bundles are kept live
/// elsewhere.
@NullMarked
package io.penstock.activities.bundle;

import org.jspecify.annotations.NullMarked;
