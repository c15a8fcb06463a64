package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;

/// Commit messages that choose a strategy; `pipeline` is looked at first.
public record CommitMatcher(
        @Doc("A commit message in which this expression is found is deployed by quick sync.")
        GoPattern quickSync,

        @Doc("A commit message in which this expression is found is deployed by the pipeline.")
        GoPattern pipeline) {}
