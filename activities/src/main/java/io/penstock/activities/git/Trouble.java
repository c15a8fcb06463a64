package io.penstock.activities.git;

import io.penstock.activities.door.DoorAway;
import io.penstock.activities.door.DoorClient;
import io.penstock.activities.door.DoorRefused;
import io.penstock.activities.door.Redactor;
import io.penstock.workflows.door.Door;
import io.penstock.workflows.id.RepositoryId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the control plane why a repository does not move, once per cause, and that it moves again.
final class Trouble {
    private static final Logger log = LoggerFactory.getLogger(Trouble.class);
    private static final String UNBLOCK = "it is tried again by itself; check the Git host, the address and the"
            + " credentials in the piped's configuration";

    private final DoorClient door;
    private final Redactor redactor;
    private final RepositoryId repository;
    /// Empty at first, since an earlier attempt or another replica may have told something.
    private @Nullable String told = "";

    Trouble(DoorClient door, Redactor redactor, RepositoryId repository) {
        this.door = door;
        this.redactor = redactor;
        this.repository = repository;
    }

    void because(String sentence) {
        var cause = redactor.redact(sentence);
        if (!Objects.equals(told, cause)) {
            log.warn("{}", cause);
            tell(cause, UNBLOCK);
        }
    }

    void over() {
        if (told != null) {
            log.debug("repository {} can be fetched", repository);
            tell(null, null);
        }
    }

    private void tell(@Nullable String cause, @Nullable String unblock) {
        try {
            door.progress(new Door.Progress(null, null, repository, cause, unblock));
            told = cause;
        } catch (DoorAway | DoorRefused e) {
            log.debug("the control plane was not told: {}", e.getMessage());
        }
    }
}
