package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.process.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class PortsTest {
    @TempDir
    private Path folder;

    @Test
    void keepsThePortOfAPartThatIsStillDying() throws Exception {
        var ports = new Ports(new Home(folder).prepare());
        var port = ports.portToListen("part");
        var dying = listener(port);
        var closed = CompletableFuture.runAsync(
                () -> close(dying), CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));

        assertThat(ports.portToListen("part")).isEqualTo(port);
        closed.join();
    }

    @Test
    void choosesAnotherWhereSomebodyElseStays() throws Exception {
        var ports = new Ports(new Home(folder).prepare());
        var port = ports.portToListen("part");
        try (var _ = listener(port)) {
            assertThat(ports.portToListen("part")).isNotEqualTo(port);
        }
        assertThat(ports.port("part")).isNotEqualTo(port);
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listener(int port) throws Exception {
        return new ServerSocket(port, 200, InetAddress.ofLiteral(Loopback.ADDRESS));
    }
}
