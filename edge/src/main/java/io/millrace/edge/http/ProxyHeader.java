package io.millrace.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Future;

/** Takes the true peer from a PROXY protocol header; one without an address (LOCAL, UNKNOWN) means the proxy itself. */
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
    private final Future<?> timeout;

    /** @param timeout closes the connection unless it is cancelled */
    ProxyHeader(Future<?> timeout) {
        this.timeout = timeout;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) throws UnknownHostException {
        byte[] source = header.command() == HAProxyCommand.PROXY && header.sourceAddress() != null
                ? NetUtil.createByteArrayFromIpAddressString(header.sourceAddress())
                : null;
        if (source != null) {
            Clients.name(
                    context.channel(), new InetSocketAddress(InetAddress.getByAddress(source), header.sourcePort()));
        }
        timeout.cancel(false);
        context.fireChannelActive();
        context.pipeline().remove(this);
    }
}
