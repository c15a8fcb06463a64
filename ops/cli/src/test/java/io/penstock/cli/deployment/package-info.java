/// Tests of the commands about deployments.
@NullMarked
package io.penstock.cli.deployment;

import org.jspecify.annotations.NullMarked;
