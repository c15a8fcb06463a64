/// Deployments of several applications in blocks, across clusters.
@NullMarked
package io.penstock.workflows.chain;

import org.jspecify.annotations.NullMarked;
