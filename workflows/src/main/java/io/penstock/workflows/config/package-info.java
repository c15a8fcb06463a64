/// What Git says: the configuration files as records, and how they are read; nothing here knows Temporal.
@NullMarked
package io.penstock.workflows.config;

import org.jspecify.annotations.NullMarked;
