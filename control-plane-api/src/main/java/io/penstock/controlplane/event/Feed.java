package io.penstock.controlplane.event;

import io.dropwizard.lifecycle.Managed;
import io.penstock.controlplane.database.Changes;
import io.penstock.controlplane.database.Changes.Change;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What changed lately, numbered, for whoever subscribes. Numbers are this process's own: who comes back with
/// another's is told to read everything again.
public final class Feed implements Managed {
    /// What people may follow. `log` carries the deployment's id.
    static final Set<String> TOPICS = Set.of("deployment", "application", "log", "chain", "cluster");

    /// Told whenever a session, person or key changes, so that streams look again at who reads them.
    private static final String ACCESS = "access";

    private static final int KEPT = 10_000;

    private final Changes changes;
    private final String process = UUID.randomUUID().toString().substring(0, 8);
    private final Deque<Event> kept = new ArrayDeque<>();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private Changes.@Nullable Following following;
    private boolean stopped;
    private long number;

    public Feed(Changes changes) {
        this.changes = changes;
    }

    /// A change under a number that grows by one.
    record Event(String number, String topic, String id) {
        /// Everything is to be read again.
        static final String RELOAD = "reload";

        String key() {
            return topic + ":" + id;
        }
    }

    @Override
    public void start() {
        following = changes.follow(this::accept);
    }

    /// Whoever subscribes from now on is told at once that it is over.
    @Override
    public synchronized void stop() {
        stopped = true;
        if (following != null) {
            following.close();
        }
        subscriptions.forEach(Subscription::close);
    }

    /// Begins with what came after `last`, or with what comes from now on when that is null.
    synchronized Subscription subscribe(Set<String> topics, @Nullable String last) {
        var subscription = new Subscription(topics, subscriptions::remove);
        subscriptions.add(subscription);
        if (stopped) {
            subscription.close();
        }
        subscription.offer(new Event(place(), "ready", ""));
        if (last != null && !last.equals(place())) {
            missed(last).forEach(subscription::offer);
        }
        return subscription;
    }

    private synchronized void accept(Change change) {
        if (change.equals(Change.RELOAD)) {
            tell(new Event(next(), Event.RELOAD, ""));
        } else if (change.topic().equals(ACCESS)) {
            subscriptions.forEach(Subscription::doubt);
        } else if (TOPICS.contains(change.topic())) {
            tell(new Event(next(), change.topic(), change.id()));
        }
    }

    private void tell(Event event) {
        kept.add(event);
        if (kept.size() > KEPT) {
            kept.remove();
        }
        subscriptions.forEach(subscription -> subscription.offer(event));
    }

    private List<Event> missed(String last) {
        var after = kept.stream().dropWhile(event -> !event.number.equals(last)).toList();
        return after.isEmpty() ? List.of(new Event(place(), Event.RELOAD, "")) : after.subList(1, after.size());
    }

    private String next() {
        number++;
        return place();
    }

    private String place() {
        return process + "-" + number;
    }
}
