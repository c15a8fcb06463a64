package io.penstock.controlplane.piped;

import io.dropwizard.lifecycle.Managed;
import io.penstock.controlplane.bundle.Bundles;
import io.penstock.controlplane.database.Changes.Change;
import io.penstock.controlplane.stagelog.StageLogs;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Jdbi;

/// The HTTP door for pipeds, ready to be mapped.
public final class PipedDoor implements Managed {
    /// Where the servlet belongs.
    public static final String MAPPING = DoorServlet.MAPPING;

    private final EventStreams events;
    private final DoorServlet servlet;

    /// @param gateAddress what `hello` answers
    /// @param replaced hears of a piped, and of its processes whose place a new one took
    public PipedDoor(
            PipedKeys keys,
            Jdbi database,
            String namespace,
            String gateAddress,
            BiConsumer<UUID, List<UUID>> replaced) {
        var visitors = new Visitors(keys);
        events = new EventStreams(visitors);
        var greeting = new Greeting(database, new Greeting.Place(namespace, gateAddress), replaced);
        servlet = new DoorServlet(
                visitors, greeting, new Uploads(database), new Bundles(database), new StageLogs(database), events);
    }

    public HttpServlet servlet() {
        return servlet;
    }

    /// Something changed in the database; does not block.
    public void changed(Change change) {
        events.changed(change);
    }

    @Override
    public void stop() {
        events.close();
    }
}
