package io.penstock.workflows.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import java.util.SortedMap;

/// Files of a repository that events change, outside any application.
@JsonTypeName("eventWatcher")
public record EventWatcherConfig(@Doc("The events.") List<Event> events) implements Config {
    public EventWatcherConfig {
        events = Frozen.list(events);
    }

    /// One event and what it replaces; files are named from the repository's root.
    public record Event(
            @Doc(value = "Exact name of the event.", required = true)
            String name,

            @Doc("Labels; the event must carry exactly these.")
            SortedMap<String, String> labels,

            @Doc(value = "Which values are replaced.", required = true)
            List<Replacement> replacements) {
        public Event {
            labels = Frozen.map(labels);
            replacements = Frozen.list(replacements);
        }
    }
}
