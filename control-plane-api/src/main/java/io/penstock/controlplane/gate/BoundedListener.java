package io.penstock.controlplane.gate;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A listening socket that closes what exceeds the connections it may bear, before a byte of it is read.
final class BoundedListener extends NioServerSocketChannel {
    private final int maximum;
    private final int perAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    BoundedListener(GateLimits limits) {
        maximum = limits.all();
        perAddress = limits.perAddress();
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        var before = accepted.size();
        var count = super.doReadMessages(accepted);
        if (accepted.size() > before
                && accepted.getLast() instanceof Channel channel
                && channel.remoteAddress() instanceof InetSocketAddress remote
                && !admit(channel, remote.getAddress())) {
            accepted.removeLast();
            channel.unsafe().closeForcibly();
            return 0;
        }
        return count;
    }

    private boolean admit(Channel channel, InetAddress address) {
        if (open.get() >= maximum || byAddress.getOrDefault(address, 0) >= perAddress) {
            return false;
        }
        open.incrementAndGet();
        byAddress.merge(address, 1, Integer::sum);
        var _ = channel.closeFuture().addListener(_ -> {
            open.decrementAndGet();
            byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
        });
        return true;
    }
}
