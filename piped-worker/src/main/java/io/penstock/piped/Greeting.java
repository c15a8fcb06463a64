package io.penstock.piped;

import io.penstock.activities.door.DoorAway;
import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.DoorRefused;
import io.penstock.workflows.door.Door;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says hello to the control plane until it answers, and again from time to time, so that it sees who is there.
final class Greeting {
    private static final Logger log = LoggerFactory.getLogger(Greeting.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_WHEN_REFUSED = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final DoorClient door;
    private final Door.Hello hello;

    Greeting(DoorClient door, Door.Hello hello) {
        this.door = door;
        this.hello = hello;
    }

    /// Waits for the welcome, however long it takes.
    Door.Welcome untilWelcomed() throws InterruptedException {
        var pause = FIRST_PAUSE;
        var told = "";
        while (true) {
            try {
                return door.hello(hello);
            } catch (DoorRefused e) {
                pause = PAUSE_WHEN_REFUSED;
                told = tell(told, sentence(e));
            } catch (DoorAway e) {
                told = tell(told, e.getMessage() + "; it is tried again by itself");
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /// Greets again and again until interrupted; `welcome` is what counted so far.
    void keepGreeting(Door.Welcome welcome) {
        var told = "";
        while (true) {
            try {
                Thread.sleep(AGAIN);
                var now = door.hello(hello);
                if (!now.installation().equals(welcome.installation())
                        || !now.cluster().equals(welcome.cluster())) {
                    told = tell(
                            told,
                            "the control plane now says that this piped serves cluster " + now.cluster()
                                    + " of installation " + now.installation() + " (expected: " + welcome.cluster()
                                    + " of "
                                    + welcome.installation() + "); start the piped again if that is meant");
                } else {
                    told = "";
                }
            } catch (DoorRefused e) {
                told = tell(told, sentence(e));
            } catch (DoorAway e) {
                told = tell(told, e.getMessage() + "; it is tried again by itself");
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private static String sentence(DoorRefused e) {
        return e.revoked()
                ? "the control plane refuses this piped's key (" + e.status() + "); it may have been revoked: register"
                        + " the piped again or rotate its key. It is tried again every 30 s"
                : e.getMessage() + "; it is tried again every 30 s";
    }

    private static String tell(String told, String now) {
        if (!told.equals(now)) {
            log.warn("{}", now);
        }
        return now;
    }
}
