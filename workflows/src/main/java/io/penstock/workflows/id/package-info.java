/// Identities that cross module borders, each checked once when it is made; what they identify lives elsewhere.
@NullMarked
package io.penstock.workflows.id;

import org.jspecify.annotations.NullMarked;
