package io.penstock.controlplane.gate;

import io.dropwizard.lifecycle.Managed;
import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.controlplane.piped.PipedKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The gRPC door for the pipeds' activity workers, on a port and with threads of its own.
public final class Gate implements Managed {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final int CALLS_PER_CONNECTION = 1_200;
    private static final int HEADER_BYTES = 16 << 10;

    private final Settings settings;
    private final PipedKeys keys;
    private final OpenPolls polls;
    private final Incarnations incarnations;
    private final EventLoopGroup acceptors = new NioEventLoopGroup(1);
    private final EventLoopGroup sockets = new NioEventLoopGroup(2);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("gate-timer").factory());
    private final Server server;

    /// Where the gate listens and with what.
    ///
    /// @param port 0 takes a free one
    /// @param certificate PEM; with its key null only on a loopback address
    public record Settings(
            String bindAddress,
            int port,
            @Nullable Path certificate,
            @Nullable Path certificateKey,
            Path tokenKeys,
            GateLimits limits) {}

    /// @param temporal channel to Temporal's frontend
    public Gate(
            Settings settings,
            PipedKeys keys,
            Jdbi database,
            Channel temporal,
            String namespace,
            MeterRegistry registry) {
        this.settings = settings;
        this.keys = keys;
        var limits = settings.limits();
        var meters = new GateMeters(registry);
        var upstream = new Upstream(temporal, namespace, threads, meters);
        var failures = new FailedTasks(upstream, threads, meters);
        var tokens = new TaskTokens(TokenKeys.read(settings.tokenKeys()));
        incarnations = new Incarnations(new Presence(database), failures, timer, threads, GRACE);
        polls = new OpenPolls(upstream, keys, incarnations, failures, tokens, limits.polls());
        var calls =
                new WorkerCalls(upstream, polls, incarnations, failures, tokens, new PayloadSizes(limits.payload()));
        server = builder()
                .addService(calls.definition())
                .intercept(new Doorkeeper(keys, incarnations, limits, meters))
                .build();
        meters.watch("open_polls", polls::size);
        meters.watch("incarnations", incarnations::connected);
        meters.watch("tasks_held", incarnations::tasks);
    }

    /// The port that it listens on.
    public int port() {
        return server.getPort();
    }

    int openPolls() {
        return polls.size();
    }

    @Override
    public void start() throws IOException {
        server.start();
        incarnations.start();
    }

    /// Ends open polls, so that workers go on elsewhere, and lets what is being answered be answered. Tasks
    /// stay with who holds them.
    @Override
    public void stop() throws InterruptedException {
        polls.closeAll();
        server.shutdown();
        if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
            server.shutdownNow();
        }
        timer.shutdownNow();
        threads.shutdown();
        var _ = acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        var _ = sockets.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /// A key of the piped, or the piped itself, was disabled or enabled.
    public void revoked(UUID piped) {
        threads.execute(() -> {
            keys.forget(piped);
            polls.revoked(piped);
            incarnations.revoked(piped, polls::refused);
        });
    }

    /// A revocation may have been missed: looks at everybody again.
    public void recheck() {
        threads.execute(() -> {
            keys.forgetAll();
            polls.checkAll();
        });
    }

    /// A new process of the piped said hello in the place of older ones.
    public void replaced(UUID piped, Collection<UUID> older) {
        incarnations.replaced(
                older.stream().map(each -> new Incarnations.Id(piped, each)).toList());
    }

    private NettyServerBuilder builder() {
        var address = new InetSocketAddress(settings.bindAddress(), settings.port());
        var builder = NettyServerBuilder.forAddress(address)
                .channelFactory(() -> new BoundedListener(settings.limits()))
                .bossEventLoopGroup(acceptors)
                .workerEventLoopGroup(sockets)
                .executor(threads)
                .addTransportFilter(
                        Connection.filter(connection -> threads.execute(() -> incarnations.disconnected(connection))))
                .maxInboundMessageSize(settings.limits().message())
                .maxInboundMetadataSize(HEADER_BYTES)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .handshakeTimeout(10, TimeUnit.SECONDS)
                .maxConnectionIdle(5, TimeUnit.MINUTES)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS);
        var certificate = settings.certificate();
        var key = settings.certificateKey();
        if (certificate != null && key != null) {
            return builder.useTransportSecurity(certificate.toFile(), key.toFile());
        }
        if (!loopback(address)) {
            throw new IllegalArgumentException("gate.bindAddress: " + settings.bindAddress()
                    + " without a certificate (expected: gate.tls, or a loopback address)");
        }
        return builder;
    }

    private static boolean loopback(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        return resolved != null && resolved.isLoopbackAddress();
    }
}
