package io.penstock.workflows.config;

import io.penstock.workflows.config.PipedNotifications.Receiver;
import io.penstock.workflows.config.PipedNotifications.Route;
import io.penstock.workflows.config.PipedNotifications.Slack;
import io.penstock.workflows.config.PipedNotifications.Webhook;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Refuses notifications that could never be sent; names of events are PipeCD's.
final class NotificationChecks {
    private static final String ANY = "*";

    private static final SortedSet<String> EVENTS = new TreeSet<>(List.of(
            "DEPLOYMENT_TRIGGERED",
            "DEPLOYMENT_PLANNED",
            "DEPLOYMENT_STARTED",
            "DEPLOYMENT_WAIT_APPROVAL",
            "DEPLOYMENT_APPROVED",
            "DEPLOYMENT_ROLLING_BACK",
            "DEPLOYMENT_SUCCEEDED",
            "DEPLOYMENT_FAILED",
            "DEPLOYMENT_CANCELLED",
            "DEPLOYMENT_TRIGGER_FAILED",
            "APPLICATION_SYNCED",
            "APPLICATION_OUT_OF_SYNC",
            "APPLICATION_HEALTHY",
            "PIPED_STARTED",
            "PIPED_STOPPED",
            "STAGE_STARTED",
            "STAGE_SKIPPED",
            "STAGE_SUCCEEDED",
            "STAGE_FAILED",
            "STAGE_CANCELLED"));
    private static final SortedSet<String> GROUPS =
            new TreeSet<>(List.of("DEPLOYMENT", "APPLICATION_SYNC", "APPLICATION_HEALTH", "PIPED", "STAGE"));

    private final Source source;

    NotificationChecks(Source source) {
        this.source = source;
    }

    void check(Notification notification) {
        for (var mention : notification.mentions()) {
            var event = mention.event();
            if (!event.isEmpty() && !event.equals(ANY) && !EVENTS.contains(event)) {
                source.error(
                        source.place(mention, "event"),
                        event,
                        CloseMatch.expected("an event without EVENT_, or *", event, EVENTS));
            }
        }
    }

    void check(PipedNotifications notifications) {
        var names =
                notifications.receivers().stream().map(Receiver::name).collect(Collectors.toCollection(TreeSet::new));
        for (var route : notifications.routes()) {
            if (!names.contains(route.receiver())) {
                source.error(
                        source.place(route, "receiver"),
                        route.receiver().isEmpty() ? "missing" : route.receiver(),
                        CloseMatch.expected("the name of a receiver", route.receiver(), names));
            }
            filters(route);
        }
        for (var receiver : notifications.receivers()) {
            slack(receiver.slack());
            webhook(receiver.webhook());
        }
    }

    /// A filter that no event fits is a slip, though PipeCD bears it.
    private void filters(Route route) {
        known(route, "events", route.events(), EVENTS);
        known(route, "ignoreEvents", route.ignoreEvents(), EVENTS);
        known(route, "groups", route.groups(), GROUPS);
        known(route, "ignoreGroups", route.ignoreGroups(), GROUPS);
    }

    private void known(Route route, String field, List<String> given, SortedSet<String> names) {
        for (var i = 0; i < given.size(); i++) {
            if (!names.contains(given.get(i))) {
                source.warn(
                        source.item(route, field, i),
                        given.get(i),
                        CloseMatch.expected("a name that events have", given.get(i), names));
            }
        }
    }

    private void slack(@Nullable Slack slack) {
        if (slack == null) {
            return;
        }
        var tokens = Stream.of(
                        !slack.oauthToken().absent(),
                        !slack.oauthTokenData().absent(),
                        !slack.oauthTokenFile().isEmpty())
                .filter(given -> given)
                .count();
        if (!slack.hookURL().absent()) {
            if (tokens > 0 || !slack.channelID().isEmpty()) {
                source.error(source.place(slack, "hookURL"), "given", "hookURL, or channelID with a token, not both");
            }
            return;
        }
        if (slack.channelID().isEmpty()) {
            source.missing(source.place(slack, "channelID"), "hookURL, or channelID with a token");
        } else if (tokens != 1) {
            source.error(
                    source.place(slack, "oauthTokenFile"),
                    tokens == 0 ? "missing" : tokens + " tokens",
                    "exactly one of oauthTokenFile, oauthTokenData and oauthToken");
        }
        if (!slack.oauthTokenData().absent() && slack.oauthTokenData().decoded() == null) {
            source.error(source.place(slack, "oauthTokenData"), "not shown", "text in base64");
        }
    }

    private void webhook(@Nullable Webhook webhook) {
        if (webhook == null) {
            return;
        }
        if (webhook.url().absent()) {
            source.missing(source.place(webhook, "url"), "the address");
        }
        if (!webhook.signatureValue().absent() && !webhook.signatureValueFile().isEmpty()) {
            source.error(
                    source.place(webhook, "signatureValueFile"),
                    "both",
                    "signatureValue or signatureValueFile, not both");
        }
    }
}
