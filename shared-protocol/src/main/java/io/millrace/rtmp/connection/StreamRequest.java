package io.millrace.rtmp.connection;

import io.millrace.rtmp.address.StreamAddress;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A publish or a play that waits for its answer. The answer may come later, on any thread; the connection's event loop
 * carries it out. If the connection has closed meanwhile, the answer's receiver is told at once that it is closed.
 */
public sealed interface StreamRequest permits PublishRequest, PlayRequest {
    StreamAddress address();

    /** The peer, or whom a trusted balancer's PROXY header names. */
    InetSocketAddress remoteAddress();

    /** {@code pageUrl} of the connect: the web page on which the client stands, if it says so. */
    default Optional<String> page() {
        return Optional.empty();
    }

    /** The connection's event loop, on which all callbacks come. */
    EventLoop eventLoop();

    /** The connection that it came over; empty if it came over none, as in tests. */
    default Optional<ClientConnection> connection() {
        return Optional.empty();
    }

    /** Answers with an onStatus of level error; a player's connection stays open. */
    void refuse(StreamStatus reason);
}
