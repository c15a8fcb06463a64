/// The local stack as a whole: where it lives, what it consists of, how it starts and stops; no command line lives
/// here.
@NullMarked
package io.penstock.local;

import org.jspecify.annotations.NullMarked;
