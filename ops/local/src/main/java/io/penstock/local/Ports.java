package io.penstock.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.process.Loopback;
import io.penstock.workflows.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;

/// The ports of this home's parts: chosen free once, kept with the data, chosen anew only when taken by
/// somebody else.
public final class Ports {
    /// Parts start beside each other, each with a view of the same file.
    private static final Object FILE = new Object();

    private static final Duration DYING = Duration.ofSeconds(3);

    private final Path file;

    public Ports(Home home) {
        this.file = home.data().resolve("ports.json");
    }

    /// The port kept under this name, else a free one that is kept from now on.
    public int port(String name) {
        synchronized (FILE) {
            var kept = read();
            var port = kept.path(name).asInt(0);
            return port != 0 ? port : choose(kept, name);
        }
    }

    /// The port kept under this name if nobody listens there, else another. For a part that does not run; one that
    /// was killed just now may hold its port for a moment more, and others know the part by that port.
    public int portToListen(String name) {
        synchronized (FILE) {
            var kept = read();
            var port = kept.path(name).asInt(0);
            return port != 0 && Loopback.await(DYING, () -> !Loopback.answers(port)) ? port : choose(kept, name);
        }
    }

    private int choose(ObjectNode kept, String name) {
        var taken = new HashSet<Integer>();
        kept.forEach(port -> taken.add(port.asInt()));
        var port = Loopback.freePort();
        while (taken.contains(port)) {
            port = Loopback.freePort();
        }
        kept.put(name, port);
        PrivateFiles.write(file, kept.toPrettyString() + "\n");
        return port;
    }

    private ObjectNode read() {
        var text = PrivateFiles.read(file);
        return text == null ? JsonNodeFactory.instance.objectNode() : Json.read(text, ObjectNode.class);
    }
}
