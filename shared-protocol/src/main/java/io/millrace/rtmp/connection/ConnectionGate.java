package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/**
 * Finds out who the peer is and lets it in if its address has not too many connections. A trusted balancer may name the
 * true peer in a PROXY protocol header, version 1 or 2; one that sends none, which the first bytes show, is the peer
 * itself. Takes itself out of the pipeline then.
 */
final class ConnectionGate extends ProxyProtocolGate {
    /** The peer, once known. */
    static final AttributeKey<InetSocketAddress> REMOTE = AttributeKey.valueOf(ConnectionGate.class, "remote");

    private final AddressLimit limit;
    private final TrustedProxies trustedProxies;

    ConnectionGate(AddressLimit limit, TrustedProxies trustedProxies) {
        this.limit = limit;
        this.trustedProxies = trustedProxies;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        InetSocketAddress socketAddress = (InetSocketAddress) ctx.channel().remoteAddress();
        if (!trustedProxies.contains(socketAddress)) {
            onPeer(ctx, socketAddress);
            ctx.pipeline().remove(this);
        }
    }

    @Override
    protected void onPeer(ChannelHandlerContext ctx, InetSocketAddress remote) {
        Channel channel = ctx.channel();
        channel.attr(REMOTE).set(remote);
        if (limit.tryEnter(remote.getAddress())) {
            channel.closeFuture().addListener(closed -> limit.leave(remote.getAddress()));
        } else {
            ctx.fireExceptionCaught(new RtmpProtocolException("too many connections of this address"));
        }
    }
}
