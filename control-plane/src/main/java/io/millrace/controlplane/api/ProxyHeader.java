package io.millrace.controlplane.api;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Makes the PROXY protocol v2 header that tells an origin who the client is. */
final class ProxyHeader {
    private ProxyHeader() {}

    static HAProxyMessage of(Channel client) {
        InetSocketAddress source = (InetSocketAddress) client.remoteAddress();
        InetSocketAddress destination = (InetSocketAddress) client.localAddress();
        boolean six = source.getAddress() instanceof Inet6Address || destination.getAddress() instanceof Inet6Address;
        return new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                six ? HAProxyProxiedProtocol.TCP6 : HAProxyProxiedProtocol.TCP4,
                text(source.getAddress(), six),
                text(destination.getAddress(), six),
                source.getPort(),
                destination.getPort());
    }

    /** An IPv6 address without its zone, which means nothing to another host; IPv4 among IPv6 in its mapped form. */
    private static String text(InetAddress address, boolean six) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return six && bare.indexOf(':') < 0 ? "::ffff:" + bare : bare;
    }
}
