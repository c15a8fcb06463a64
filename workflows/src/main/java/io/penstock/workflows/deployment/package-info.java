/// One deployment: its plan, its stages in order, its waits, its rollback and the facts it leaves.
@NullMarked
package io.penstock.workflows.deployment;

import org.jspecify.annotations.NullMarked;
