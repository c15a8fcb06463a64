/// Operating system processes that outlive the command that started them; nothing of what they run lives here.
@NullMarked
package io.penstock.local.process;

import org.jspecify.annotations.NullMarked;
