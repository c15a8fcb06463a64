/// The whole product on one machine, every part real, used and broken as people and machines do.
@NullMarked
package io.penstock.system;

import org.jspecify.annotations.NullMarked;
