/// The control plane's REST API as the command line uses it.
@NullMarked
package io.penstock.cli.api;

import org.jspecify.annotations.NullMarked;
