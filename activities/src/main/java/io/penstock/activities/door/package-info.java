/// The piped's side of the piped door: calls up, events down, logs of stages; no work on Git or a cluster.
@NullMarked
package io.penstock.activities.door;

import org.jspecify.annotations.NullMarked;
