/// Repositories as bare mirrors read without checkout, and the watch on them; what the files mean lives elsewhere.
@NullMarked
package io.penstock.activities.git;

import org.jspecify.annotations.NullMarked;
