package io.penstock.controlplane.gate;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import io.grpc.ServerTransportFilter;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// One connection of a worker, from its first byte to its end.
final class Connection {
    private static final Attributes.Key<Connection> KEY = Attributes.Key.create("connection");
    private static final int PROCESSES = 32;

    private final Set<Incarnations.Id> incarnations = new HashSet<>();
    private boolean ended;
    private volatile boolean known;

    static Connection of(ServerCall<?, ?> call) {
        var connection = call.getAttributes().get(KEY);
        if (connection == null) {
            throw new IllegalStateException("a call without a connection");
        }
        return connection;
    }

    /// The address at the other end, without its port.
    static String address(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                        && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : "";
    }

    /// Whether a key was accepted here before.
    boolean known() {
        return known;
    }

    void recognise() {
        known = true;
    }

    /// Whether the caller's process is one of the few that share this connection, or may become one.
    synchronized boolean mayCarry(Caller caller) {
        var incarnation = caller.incarnation();
        return incarnation == null
                || incarnations.size() < PROCESSES
                || incarnations.contains(new Incarnations.Id(caller.owner().piped(), incarnation));
    }

    /// Remembers whose connection this is; false when it has ended already.
    synchronized boolean attach(Incarnations.Id incarnation) {
        if (!ended) {
            incarnations.add(incarnation);
        }
        return !ended;
    }

    /// Ends, and says whose it was.
    synchronized Set<Incarnations.Id> end() {
        ended = true;
        return Set.copyOf(incarnations);
    }

    /// Tells when a connection has ended.
    static ServerTransportFilter filter(Consumer<Connection> ended) {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                return attributes.toBuilder().set(KEY, new Connection()).build();
            }

            @Override
            public void transportTerminated(Attributes attributes) {
                var connection = attributes == null ? null : attributes.get(KEY);
                if (connection != null) {
                    ended.accept(connection);
                }
            }
        };
    }
}
