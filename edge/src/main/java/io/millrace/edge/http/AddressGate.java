package io.millrace.edge.http;

import io.millrace.rtmp.connection.AddressLimit;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes connections beyond the number that one address may have open. A trusted proxy's own are many clients'. */
@Sharable
final class AddressGate extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AddressGate.class);

    private final int max;
    private final Clients clients;
    private final AddressLimit open;

    AddressGate(int max, Clients clients) {
        this.max = max;
        this.open = new AddressLimit(max);
        this.clients = clients;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetAddress address = clients.peer(context.channel()).getAddress();
        if (clients.isProxy(address)) {
            context.fireChannelActive();
        } else if (open.tryEnter(address)) {
            context.channel().closeFuture().addListener(closed -> open.leave(address));
            context.fireChannelActive();
        } else {
            LOG.info("{}: closed, the address has {} connections open already", address, max);
            context.close();
        }
    }
}
