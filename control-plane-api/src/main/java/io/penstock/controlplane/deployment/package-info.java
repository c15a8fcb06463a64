/// Intents and deployments: how they are written, the journal of their facts, and what is folded from it.
@NullMarked
package io.penstock.controlplane.deployment;

import org.jspecify.annotations.NullMarked;
