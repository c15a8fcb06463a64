package io.penstock.activities.door;

import io.penstock.workflows.door.Door;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes and uploads what people look at, in the background and one after the other, so that no deployment waits.
///
/// A view is offered by whoever could make it and uploaded once by this process; a process that dies before loses
/// it, and the next one that works on the deployment offers it again.
public final class Views implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Views.class);
    private static final int WAITING = 500;
    private static final int REMEMBERED = 10_000;

    private final DoorClient door;
    private final LinkedBlockingQueue<Offer> offers = new LinkedBlockingQueue<>(WAITING);
    private final Set<String> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private final Thread thread;

    public Views(DoorClient door) {
        this.door = door;
        this.thread = Thread.ofVirtual().name("views").start(this::run);
    }

    private record Offer(String id, Supplier<Door.Changes> view) {}

    /// Takes a view to be made and uploaded, unless this process has had it already. Never blocks: what finds too
    /// many before it is left for the next offer.
    public void offer(String id, Supplier<Door.Changes> view) {
        synchronized (known) {
            if (known.contains(id) || !offers.offer(new Offer(id, view))) {
                return;
            }
            known.add(id);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                upload(offers.take());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void upload(Offer offer) throws InterruptedException {
        try {
            door.put(offer.id(), offer.view().get());
        } catch (DoorAway e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            log.warn("a view is not uploaded yet: {}", e.getMessage());
            again(offer);
        } catch (DoorRefused e) {
            log.warn("view {} is refused: {}", offer.id(), e.getMessage());
        } catch (RuntimeException e) {
            log.warn("view {} cannot be made", offer.id(), e);
        }
    }

    private void again(Offer offer) {
        if (!offers.offer(offer)) {
            synchronized (known) {
                known.remove(offer.id());
            }
        }
    }
}
