package io.millrace.edge.http;

import io.millrace.auth.rules.ForwardedFor;
import io.millrace.auth.rules.Network;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Tells who is behind a connection or request: the other end of the socket, or whom trusted proxies name, in the PROXY
 * protocol for a whole connection and in {@code X-Forwarded-For} for each request. Safe on any thread.
 */
record Clients(List<Network> proxies) {
    /** Whom a PROXY protocol header has named. */
    private static final AttributeKey<InetSocketAddress> NAMED = AttributeKey.valueOf(Clients.class, "named");

    Clients {
        proxies = List.copyOf(proxies);
    }

    boolean isProxy(InetAddress address) {
        for (Network proxy : proxies) {
            if (proxy.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** From now on the connection is of whom its header has named. */
    static void name(Channel connection, InetSocketAddress peer) {
        connection.attr(NAMED).set(peer);
    }

    /** Whom a connection is of, or that of a stream of HTTP/2. */
    InetSocketAddress peer(Channel channel) {
        Channel connection = channel instanceof Http2StreamChannel ? channel.parent() : channel;
        InetSocketAddress named = connection.attr(NAMED).get();
        return named == null ? (InetSocketAddress) connection.remoteAddress() : named;
    }

    /** Whom a request is of; the port is that of the connection. */
    InetSocketAddress of(Channel channel, HttpHeaders headers) {
        InetSocketAddress peer = peer(channel);
        List<String> forwarded = headers.getAll(ForwardedFor.HEADER);
        if (forwarded.isEmpty() || !isProxy(peer.getAddress())) {
            return peer;
        }
        return new InetSocketAddress(
                ForwardedFor.client(peer.getAddress(), String.join(",", forwarded), this::isProxy), peer.getPort());
    }
}
