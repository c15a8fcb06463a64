/// What a piped and the control plane say to each other over HTTPS; shapes only.
@NullMarked
package io.penstock.workflows.door;

import org.jspecify.annotations.NullMarked;
