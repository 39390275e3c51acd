package io.millrace.edge.http;

import io.millrace.rtmp.connection.ProxyProtocolGate;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Lets a connection of a trusted proxy go on when it is known whose it is: that of whom a PROXY protocol header, version 1
 * or 2, names, or the proxy's own if the first bytes are no such header. All others go on at once, and a header of theirs
 * is bad HTTP. What is behind hears then that the connection is open.
 */
final class ProxyGate extends ProxyProtocolGate {
    private final Clients clients;
    private final Duration patience;
    private Future<?> timeout;

    /** @param patience how long a proxy may take to send something */
    ProxyGate(Clients clients, Duration patience) {
        this.clients = clients;
        this.patience = patience;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetSocketAddress remote = (InetSocketAddress) context.channel().remoteAddress();
        if (clients.isProxy(remote.getAddress())) {
            timeout = context.executor().schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
            context.read();
        } else {
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }

    @Override
    protected void onPeer(ChannelHandlerContext context, InetSocketAddress peer) {
        Clients.name(context.channel(), peer);
        timeout.cancel(false);
        context.fireChannelActive();
    }
}
