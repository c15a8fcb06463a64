/// Tests of what a piped does with Kubernetes: tables for the pure parts, a real API server for the rest.
@NullMarked
package io.penstock.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
