/// Programs that Penstock runs but does not contain: found on the path, kept in the cache, built by Go once.
@NullMarked
package io.penstock.local.tool;

import org.jspecify.annotations.NullMarked;
