/// What a piped does with Kubernetes: reads manifests, prepares each stage's objects, writes them under the
/// fence and waits until they are ready. Nothing here decides what is deployed, nor when.
@NullMarked
package io.penstock.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
