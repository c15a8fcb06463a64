/// The API as callers see it: a whole control plane over real PostgreSQL, spoken to by HTTP.
@NullMarked
package io.penstock.controlplane.rest;

import org.jspecify.annotations.NullMarked;
