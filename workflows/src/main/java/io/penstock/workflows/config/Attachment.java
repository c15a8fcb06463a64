package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import java.util.SortedMap;

/// Files whose content is put into others.
public record Attachment(
        @Doc("Files of the application's directory, by the name under which they are used.")
        SortedMap<String, String> sources,

        @Doc(value = "Files of the application's directory that name them.", required = true)
        List<String> targets) {
    public Attachment {
        sources = Frozen.map(sources);
        targets = Frozen.list(targets);
    }
}
