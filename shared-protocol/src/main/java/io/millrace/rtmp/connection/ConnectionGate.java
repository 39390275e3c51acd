package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ProtocolDetectionState;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds out who the peer is and lets it in if its address has not too many connections. A trusted balancer may name the
 * true peer in a PROXY protocol header, version 1 or 2; one that sends none, which the first bytes show, is the peer
 * itself. Takes itself out of the pipeline then.
 */
final class ConnectionGate extends ByteToMessageDecoder {
    /** The peer, once known. */
    static final AttributeKey<InetSocketAddress> REMOTE = AttributeKey.valueOf(ConnectionGate.class, "remote");

    private static final int PROXY_V1_FIRST_BYTE = 'P';
    private static final int PROXY_V2_FIRST_BYTE = '\r';

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
            admit(ctx, socketAddress, limit);
            ctx.pipeline().remove(this);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int first = in.getUnsignedByte(in.readerIndex());
        ProtocolDetectionState state = first == PROXY_V1_FIRST_BYTE || first == PROXY_V2_FIRST_BYTE
                ? HAProxyMessageDecoder.detectProtocol(in).state()
                : ProtocolDetectionState.INVALID;
        if (state == ProtocolDetectionState.NEEDS_MORE_DATA) {
            return;
        }
        if (state == ProtocolDetectionState.DETECTED) {
            ctx.pipeline()
                    .addAfter(ctx.name(), null, new ProxyHeaderHandler(limit))
                    .addAfter(ctx.name(), null, new HAProxyMessageDecoder());
        } else {
            admit(ctx, (InetSocketAddress) ctx.channel().remoteAddress(), limit);
        }
        ctx.pipeline().remove(this);
    }

    static void admit(ChannelHandlerContext ctx, InetSocketAddress remote, AddressLimit limit) {
        Channel channel = ctx.channel();
        channel.attr(REMOTE).set(remote);
        if (limit.tryEnter(remote.getAddress())) {
            channel.closeFuture().addListener(closed -> limit.leave(remote.getAddress()));
        } else {
            ctx.fireExceptionCaught(new RtmpProtocolException("too many connections of this address"));
        }
    }
}
