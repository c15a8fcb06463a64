package io.penstock.benchmark.arena;

import com.google.protobuf.Timestamp;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one workflow did, and when, by its history.
public final class History {
    private static final String LOCAL = "LocalActivity";

    private final List<HistoryEvent> events;

    History(List<HistoryEvent> events) {
        this.events = List.copyOf(events);
    }

    /// A remote activity.
    public record Activity(String type, Instant scheduled, Instant started, Instant ended) {}

    /// What happened so often, and for how long in all.
    ///
    /// @param waited from being due to being taken up
    /// @param worked from being taken up to the end
    public record Total(int count, Duration waited, Duration worked) {
        private Total and(Duration waiting, Duration working) {
            return new Total(count + 1, waited.plus(waiting), worked.plus(working));
        }
    }

    /// The remote activities in the order in which they ended well.
    public List<Activity> activities() {
        var scheduled = new HashMap<Long, HistoryEvent>();
        var started = new HashMap<Long, HistoryEvent>();
        var ended = new ArrayList<Activity>();
        for (var event : events) {
            switch (event.getEventType()) {
                case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> scheduled.put(event.getEventId(), event);
                case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
                    started.put(event.getActivityTaskStartedEventAttributes().getScheduledEventId(), event);
                case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
                    var id = event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
                    var first = scheduled.getOrDefault(id, event);
                    ended.add(new Activity(
                            first.getActivityTaskScheduledEventAttributes()
                                    .getActivityType()
                                    .getName(),
                            at(first),
                            at(started.getOrDefault(id, event)),
                            at(event)));
                }
                default -> {}
            }
        }
        return ended;
    }

    /// The first activity of a type.
    public Optional<Activity> activity(String type) {
        return activities().stream().filter(each -> each.type().equals(type)).findFirst();
    }

    /// The local activities' types, in order.
    public List<String> localActivities() {
        return events.stream()
                .filter(History::isLocalActivity)
                .map(event -> event.getMarkerRecordedEventAttributes()
                        .getDetailsOrThrow("type")
                        .getPayloads(0)
                        .getData()
                        .toStringUtf8()
                        .replace("\"", ""))
                .toList();
    }

    /// What it had done by Temporal, in order: `R` a remote activity, `L` a local one, `C` a child workflow.
    public String hops() {
        var hops = new StringBuilder();
        for (var event : events) {
            switch (event.getEventType()) {
                case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> hops.append('R');
                case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED -> hops.append('C');
                case EVENT_TYPE_MARKER_RECORDED -> hops.append(isLocalActivity(event) ? "L" : "");
                default -> {}
            }
        }
        return hops.toString();
    }

    /// Its workflow tasks.
    public Total workflowTasks() {
        var total = new Total(0, Duration.ZERO, Duration.ZERO);
        var scheduled = Instant.EPOCH;
        var started = Instant.EPOCH;
        for (var event : events) {
            switch (event.getEventType()) {
                case EVENT_TYPE_WORKFLOW_TASK_SCHEDULED -> scheduled = at(event);
                case EVENT_TYPE_WORKFLOW_TASK_STARTED -> started = at(event);
                case EVENT_TYPE_WORKFLOW_TASK_COMPLETED ->
                    total = total.and(Duration.between(scheduled, started), Duration.between(started, at(event)));
                default -> {}
            }
        }
        return total;
    }

    /// Its timers that fired; `waited` is the time from the start of each to its firing.
    public Total timers() {
        var started = new HashMap<String, Instant>();
        var total = new Total(0, Duration.ZERO, Duration.ZERO);
        for (var event : events) {
            switch (event.getEventType()) {
                case EVENT_TYPE_TIMER_STARTED ->
                    started.put(event.getTimerStartedEventAttributes().getTimerId(), at(event));
                case EVENT_TYPE_TIMER_FIRED -> {
                    var id = event.getTimerFiredEventAttributes().getTimerId();
                    total = total.and(Duration.between(started.getOrDefault(id, at(event)), at(event)), Duration.ZERO);
                }
                default -> {}
            }
        }
        return total;
    }

    /// How many events of each type there are.
    public Map<String, Integer> counts() {
        var counts = new LinkedHashMap<String, Integer>();
        events.forEach(
                event -> counts.merge(event.getEventType().name().substring("EVENT_TYPE_".length()), 1, Integer::sum));
        return counts;
    }

    private static boolean isLocalActivity(HistoryEvent event) {
        return event.hasMarkerRecordedEventAttributes()
                && event.getMarkerRecordedEventAttributes().getMarkerName().equals(LOCAL);
    }

    private static Instant at(HistoryEvent event) {
        Timestamp time = event.getEventTime();
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
