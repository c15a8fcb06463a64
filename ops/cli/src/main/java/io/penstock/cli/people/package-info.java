/// Commands about people and API keys.
@NullMarked
package io.penstock.cli.people;

import org.jspecify.annotations.NullMarked;
