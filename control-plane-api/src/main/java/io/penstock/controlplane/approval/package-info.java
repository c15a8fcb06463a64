/// What people and programs decide about a running deployment: approvals, rejections, cancels, and tokens for them.
@NullMarked
package io.penstock.controlplane.approval;

import org.jspecify.annotations.NullMarked;
