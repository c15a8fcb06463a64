/// Control planes elsewhere: signing in, and which one commands speak to.
@NullMarked
package io.penstock.cli.context;

import org.jspecify.annotations.NullMarked;
