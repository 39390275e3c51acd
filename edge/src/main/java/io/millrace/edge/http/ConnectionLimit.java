package io.millrace.edge.http;

import io.millrace.edge.viewer.ViewerLimit;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes connections beyond the number that one address, or all together, may have open. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

    private final int max;
    private final ViewerLimit viewers;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

    /** @param max of one address */
    ConnectionLimit(int max, ViewerLimit viewers) {
        this.max = max;
        this.viewers = viewers;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.channel().closeFuture().addListener(closed -> total.decrementAndGet());
        if (total.incrementAndGet() > viewers.maxHttpConnections()) {
            viewers.connectionRefused();
            context.close();
            return;
        }
        if (!(context.channel().remoteAddress() instanceof InetSocketAddress remote)) {
            context.fireChannelActive();
            return;
        }
        InetAddress address = remote.getAddress();
        int count = open.merge(address, 1, Integer::sum);
        context.channel()
                .closeFuture()
                .addListener(closed -> open.computeIfPresent(address, (key, n) -> n == 1 ? null : n - 1));
        if (count > max) {
            LOG.info("{}: closed, the address has {} connections open already", remote, max);
            context.close();
        } else {
            context.fireChannelActive();
        }
    }
}
