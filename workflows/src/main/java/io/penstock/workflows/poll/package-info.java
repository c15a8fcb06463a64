/// How a worker's polls outlast a server that is away, for the control plane's worker and the piped's alike.
@NullMarked
package io.penstock.workflows.poll;

import org.jspecify.annotations.NullMarked;
