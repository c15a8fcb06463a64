package io.penstock.local.process;

import io.penstock.local.LocalStackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Ports of this machine's loopback address.
public final class Loopback {
    public static final String ADDRESS = "127.0.0.1";
    /// What there is to say of a part that lives and does not answer.
    public static final String SILENT = "it does not answer";
    private static final int CONNECT_MILLIS = 500;
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private Loopback() {}

    /// Whether somebody listens there.
    public static boolean answers(int port) {
        return answers(ADDRESS, port);
    }

    /// Whether somebody listens there.
    public static boolean answers(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException _) {
            return false;
        }
    }

    /// `SILENT` where nobody listens there, else null.
    public static @Nullable String silence(int port) {
        return answers(port) ? null : SILENT;
    }

    /// A port that nobody listens on now, below those that the system gives to outgoing connections.
    public static int freePort() {
        for (var attempt = 0; attempt < 1000; attempt++) {
            var port = RANDOM.nextInt(LOWEST, HIGHEST);
            try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral(ADDRESS))) {
                return port;
            } catch (IOException _) {
                // Taken: try another.
            }
        }
        throw new LocalStackException("no free port on " + ADDRESS + " from " + LOWEST + " to " + HIGHEST);
    }

    /// Looks again and again until something holds; false when it did not within the bound.
    public static boolean await(Duration bound, BooleanSupplier holds) {
        var deadline = System.nanoTime() + bound.toNanos();
        try {
            while (!holds.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(100);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted", e);
        }
    }
}
