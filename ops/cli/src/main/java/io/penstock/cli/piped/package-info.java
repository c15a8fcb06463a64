/// Commands about pipeds and their keys.
@NullMarked
package io.penstock.cli.piped;

import org.jspecify.annotations.NullMarked;
