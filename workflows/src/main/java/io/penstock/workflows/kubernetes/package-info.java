/// How Kubernetes stages proceed, and the activities they need.
@NullMarked
package io.penstock.workflows.kubernetes;

import org.jspecify.annotations.NullMarked;
