package io.millrace.controlplane.api;

import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who the clients are behind the connections that the API port's front makes to the HTTP server, by their local port. */
final class ForwardedClients {
    private final ConcurrentMap<Integer, InetSocketAddress> clients = new ConcurrentHashMap<>();

    void enter(InetSocketAddress frontSide, InetSocketAddress client) {
        clients.put(frontSide.getPort(), client);
    }

    void leave(InetSocketAddress frontSide) {
        clients.remove(frontSide.getPort());
    }

    /** @return the client, or the peer itself if the front has not made this connection */
    InetSocketAddress clientOf(InetSocketAddress peer) {
        return clients.getOrDefault(peer.getPort(), peer);
    }
}
