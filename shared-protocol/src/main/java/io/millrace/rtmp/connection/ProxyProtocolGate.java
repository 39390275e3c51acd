package io.millrace.rtmp.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ProtocolDetectionState;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds out by its first bytes whom a trusted proxy's connection is of: whom a PROXY protocol header, version 1 or 2,
 * names, or the proxy itself if there is no header, or one without an address (LOCAL, UNKNOWN). Takes itself out of the
 * pipeline then. Whoever extends it lets other connections by and takes it out before their first byte.
 */
public abstract class ProxyProtocolGate extends ByteToMessageDecoder {
    private static final int PROXY_V1_FIRST_BYTE = 'P';
    private static final int PROXY_V2_FIRST_BYTE = '\r';

    /** The peer is known; on the event loop, before what follows the header is read. */
    protected abstract void onPeer(ChannelHandlerContext context, InetSocketAddress peer);

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int first = in.getUnsignedByte(in.readerIndex());
        ProtocolDetectionState state = first == PROXY_V1_FIRST_BYTE || first == PROXY_V2_FIRST_BYTE
                ? HAProxyMessageDecoder.detectProtocol(in).state()
                : ProtocolDetectionState.INVALID;
        if (state == ProtocolDetectionState.NEEDS_MORE_DATA) {
            return;
        }
        if (state == ProtocolDetectionState.DETECTED) {
            context.pipeline()
                    .addAfter(context.name(), null, new HeaderReader())
                    .addAfter(context.name(), null, new HAProxyMessageDecoder());
        } else {
            onPeer(context, (InetSocketAddress) context.channel().remoteAddress());
        }
        context.pipeline().remove(this);
    }

    private final class HeaderReader extends SimpleChannelInboundHandler<HAProxyMessage> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) throws UnknownHostException {
            byte[] source = header.command() == HAProxyCommand.PROXY && header.sourceAddress() != null
                    ? NetUtil.createByteArrayFromIpAddressString(header.sourceAddress())
                    : null;
            InetSocketAddress peer = source == null
                    ? (InetSocketAddress) context.channel().remoteAddress()
                    : new InetSocketAddress(InetAddress.getByAddress(source), header.sourcePort());
            onPeer(context, peer);
            context.pipeline().remove(this);
        }
    }
}
