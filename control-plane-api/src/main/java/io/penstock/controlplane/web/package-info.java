/// What the web ports serve beside the API: the console's files, health and metrics.
@NullMarked
package io.penstock.controlplane.web;

import org.jspecify.annotations.NullMarked;
