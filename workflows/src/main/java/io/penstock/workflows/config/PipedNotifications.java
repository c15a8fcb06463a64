package io.penstock.workflows.config;

import io.penstock.workflows.stage.Doc;
import io.penstock.workflows.stage.Frozen;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Who is told what.
public record PipedNotifications(
        @Doc("Which events go where.") List<Route> routes,
        @Doc("Where they can go.") List<Receiver> receivers) {
    public PipedNotifications {
        routes = Frozen.list(routes);
        receivers = Frozen.list(receivers);
    }

    /// Events that go to one receiver; every filter given must match, and none of the ignoring ones.
    public record Route(
            @Doc("Name of the route.") String name,
            @Doc("Name of the receiver.") String receiver,
            @Doc("Events without EVENT_.") List<String> events,
            @Doc("Events that do not count.") List<String> ignoreEvents,
            @Doc("Groups of events.") List<String> groups,
            @Doc("Groups that do not count.") List<String> ignoreGroups,
            @Doc("Applications.") List<String> apps,
            @Doc("Applications that do not count.") List<String> ignoreApps,
            @Doc("Labels, all of which must match.") SortedMap<String, String> labels,
            @Doc("Labels of which one is enough to ignore.") SortedMap<String, String> ignoreLabels) {
        public Route {
            events = Frozen.list(events);
            ignoreEvents = Frozen.list(ignoreEvents);
            groups = Frozen.list(groups);
            ignoreGroups = Frozen.list(ignoreGroups);
            apps = Frozen.list(apps);
            ignoreApps = Frozen.list(ignoreApps);
            labels = Frozen.map(labels);
            ignoreLabels = Frozen.map(ignoreLabels);
        }
    }

    /// A place that is told.
    public record Receiver(
            @Doc("Name of the receiver.") String name,
            @Doc("A Slack channel.") @Nullable Slack slack,
            @Doc("A web address.") @Nullable Webhook webhook) {}

    /// A Slack channel, by hook or by token.
    public record Slack(
            @Doc("Address of the hook.") Secret hookURL,
            @Doc("Token of the application.") Secret oauthToken,
            @Doc("Token of the application in base64.") Secret oauthTokenData,
            @Doc("File with the token.") String oauthTokenFile,
            @Doc("Id of the channel.") String channelID,

            @Doc("Ids of members that are mentioned, with or without @ in front.")
            List<String> mentionedAccounts,

            @Doc("Ids of groups that are mentioned.") List<String> mentionedGroups) {
        public Slack {
            mentionedAccounts = Frozen.list(mentionedAccounts).stream()
                    .map(account -> account.replaceFirst("^@", ""))
                    .toList();
            mentionedGroups = Frozen.list(mentionedGroups).stream()
                    .map(group -> group.startsWith("<!subteam^") ? group : "<!subteam^" + group + ">")
                    .toList();
        }
    }

    /// A web address that gets the events as JSON.
    public record Webhook(
            @Doc("Address.") Secret url,

            @Doc(value = "Header of the signature.", fallback = "PipeCD-Signature")
            String signatureKey,

            @Doc("The signature.") Secret signatureValue,
            @Doc("File with the signature.") String signatureValueFile) {}
}
