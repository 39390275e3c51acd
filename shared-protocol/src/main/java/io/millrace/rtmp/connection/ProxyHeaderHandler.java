package io.millrace.rtmp.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Takes the true peer from a PROXY protocol header; a header without one (LOCAL, UNKNOWN) means the balancer itself. */
final class ProxyHeaderHandler extends SimpleChannelInboundHandler<HAProxyMessage> {
    private final AddressLimit limit;

    ProxyHeaderHandler(AddressLimit limit) {
        this.limit = limit;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) throws UnknownHostException {
        byte[] source = header.command() == HAProxyCommand.PROXY && header.sourceAddress() != null
                ? NetUtil.createByteArrayFromIpAddressString(header.sourceAddress())
                : null;
        InetSocketAddress remote = source == null
                ? (InetSocketAddress) ctx.channel().remoteAddress()
                : new InetSocketAddress(InetAddress.getByAddress(source), header.sourcePort());
        ConnectionGate.admit(ctx, remote, limit);
        ctx.pipeline().remove(this);
    }
}
