/// Commands about deployments: looking, waiting, deciding.
@NullMarked
package io.penstock.cli.deployment;

import org.jspecify.annotations.NullMarked;
