/// The first page: what needs somebody, where every application stands, and what ran today.
@NullMarked
package io.penstock.controlplane.overview;

import org.jspecify.annotations.NullMarked;
