package io.penstock.activities.door;

import io.penstock.workflows.Json;
import io.penstock.workflows.door.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's voice down to the piped. Whenever the stream is opened anew, the listener is told to look at
/// everything, because something may have been said in between.
public final class EventStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_WHEN_REVOKED = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final int LINE_BYTES = 65_536;

    private final DoorClient door;
    private final Consumer<Door.Event> listener;
    private final Thread reader;
    private final Thread watch;
    private final AtomicLong heard = new AtomicLong(System.nanoTime());
    private volatile @Nullable InputStream open;
    private volatile boolean closed;

    public EventStream(DoorClient door, Consumer<Door.Event> listener) {
        this.door = door;
        this.listener = listener;
        this.reader = Thread.ofVirtual().name("events").unstarted(this::read);
        this.watch = Thread.ofVirtual().name("events watch").unstarted(this::breakSilence);
    }

    /// Connects, and stays connected until closed.
    public void start() {
        reader.start();
        watch.start();
    }

    @Override
    public void close() {
        closed = true;
        hangUp();
        reader.interrupt();
        watch.interrupt();
    }

    private void read() {
        var pause = FIRST_PAUSE;
        while (!closed) {
            try (var in = door.events()) {
                open = in;
                heard.set(System.nanoTime());
                pause = FIRST_PAUSE;
                listener.accept(new Door.Event(Door.Event.Kind.REGISTRATIONS, null));
                listener.accept(new Door.Event(Door.Event.Kind.FETCH, null));
                listen(in);
            } catch (DoorRefused e) {
                log.debug("no events: {}", e.getMessage());
                pause = e.revoked() ? PAUSE_WHEN_REVOKED : LONGEST_PAUSE;
            } catch (DoorAway | IOException e) {
                log.debug("no events: {}", e.getMessage());
            } catch (RuntimeException e) {
                // a listener that stumbles must not leave the piped deaf
                log.error("an event was not acted on", e);
            }
            open = null;
            if (!rest(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void listen(InputStream in) throws IOException {
        var line = new byte[LINE_BYTES];
        var length = 0;
        for (var next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                if (length < LINE_BYTES) {
                    line[length++] = (byte) next;
                }
                continue;
            }
            heard.set(System.nanoTime());
            say(new String(line, 0, length, StandardCharsets.UTF_8).strip());
            length = 0;
        }
    }

    private void say(String line) {
        if (!line.startsWith("data:")) {
            return;
        }
        try {
            listener.accept(Json.read(line.substring("data:".length()).strip(), Door.Event.class));
        } catch (UncheckedIOException e) {
            log.debug("an event of a newer control plane was left out: {}", e.getMessage());
        }
    }

    /// A connection whose other end vanished without a word is given up.
    private void breakSilence() {
        while (!closed && rest(SILENCE.dividedBy(3))) {
            if (System.nanoTime() - heard.get() > SILENCE.toNanos()) {
                hangUp();
            }
        }
    }

    private void hangUp() {
        var in = open;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                log.debug("closing the event stream: {}", e.getMessage());
            }
        }
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
