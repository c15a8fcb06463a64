package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;

/// Whom to mention in notifications of the application.
public record Notification(
        @Doc("Who is mentioned, by event.") List<Mention> mentions) {
    public Notification {
        mentions = Frozen.list(mentions);
    }

    /// People and groups of one event.
    public record Mention(
            @Doc(value = "Name of the event without EVENT_, or * for all.", required = true)
            String event,

            @Doc(value = "Ids of Slack members.", also = "slack")
            List<String> slackUsers,

            @Doc("Ids of Slack groups.") List<String> slackGroups,

            @Doc("Mail addresses; PipeCD reads and ignores them.")
            List<String> email) {
        public Mention {
            slackUsers = Frozen.list(slackUsers);
            slackGroups = Frozen.list(slackGroups);
            email = Frozen.list(email);
        }
    }
}
