package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import org.jspecify.annotations.Nullable;

/// What follows a deployment.
public record PostSync(
        @Doc("Applications that are deployed afterwards, block by block.") @Nullable
        Chain chain) {}
