/// How the stages that belong to no platform proceed: waiting for time and for people.
@NullMarked
package io.penstock.workflows.control;

import org.jspecify.annotations.NullMarked;
