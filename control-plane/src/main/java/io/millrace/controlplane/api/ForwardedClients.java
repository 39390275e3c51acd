package io.millrace.controlplane.api;

import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who the clients are behind the connections that the API port's front makes to the HTTP server, by their local port. */
final class ForwardedClients {
    /** No address of any machine, so never taken for one of this machine's own. */
    private static final InetSocketAddress NOBODY = InetSocketAddress.createUnresolved("nobody", 0);

    private final ConcurrentMap<Integer, InetSocketAddress> clients = new ConcurrentHashMap<>();

    void enter(InetSocketAddress frontSide, InetSocketAddress client) {
        clients.put(frontSide.getPort(), client);
    }

    /** @param client as entered; the port may belong to another one's connection already */
    void leave(InetSocketAddress frontSide, InetSocketAddress client) {
        clients.remove(frontSide.getPort(), client);
    }

    /** @return the client; of a connection that has ended already, or is not the front's, nobody */
    InetSocketAddress clientOf(InetSocketAddress peer) {
        return clients.getOrDefault(peer.getPort(), NOBODY);
    }
}
