/// Who calls and what they may do: people, sessions, API keys, and the filters before every resource.
@NullMarked
package io.penstock.controlplane.auth;

import org.jspecify.annotations.NullMarked;
