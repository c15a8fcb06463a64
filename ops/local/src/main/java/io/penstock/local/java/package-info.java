/// Penstock's own Java programs as parts of the local stack; their code lives in their modules.
@NullMarked
package io.penstock.local.java;

import org.jspecify.annotations.NullMarked;
