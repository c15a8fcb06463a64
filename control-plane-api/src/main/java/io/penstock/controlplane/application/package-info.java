/// The registry of applications as people and programs see and change it; deciding what is deployed lives
/// elsewhere.
@NullMarked
package io.penstock.controlplane.application;

import org.jspecify.annotations.NullMarked;
