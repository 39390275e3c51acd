package io.millrace.edge.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes connections beyond the number that one address may have open. A trusted proxy's own are many clients'. */
@Sharable
final class AddressLimit extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AddressLimit.class);

    private final int max;
    private final Clients clients;
    private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

    AddressLimit(int max, Clients clients) {
        this.max = max;
        this.clients = clients;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetAddress address = clients.peer(context.channel()).getAddress();
        if (clients.isProxy(address)) {
            context.fireChannelActive();
            return;
        }
        int count = open.merge(address, 1, Integer::sum);
        context.channel()
                .closeFuture()
                .addListener(closed -> open.computeIfPresent(address, (key, n) -> n == 1 ? null : n - 1));
        if (count > max) {
            LOG.info("{}: closed, the address has {} connections open already", address, max);
            context.close();
        } else {
            context.fireChannelActive();
        }
    }
}
