package io.millrace.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.delivery.Delivery;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.rtmp.connection.RtmpHandlers;
import io.millrace.rtmp.connection.RtmpListener;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The node's relay listener, which its origin and its edge role share. Who asks before a role has been plugged in is
 * refused. Safe on any thread.
 */
public final class RelayServer {
    private final RelayListenerSettings settings;
    private final RelayPlayHandler plays;
    private final RtmpListener listener;

    /**
     * @param acceptor one event loop that accepts; not shut down by this class
     * @param workers the event loops of the relays' connections; not shut down by this class
     * @param rtmp the bounds of a connection, but for what the relay has settings of its own
     */
    public RelayServer(
            RelayListenerSettings settings,
            RtmpConnectionSettings rtmp,
            EventLoopGroup acceptor,
            EventLoopGroup workers,
            RelayTickets tickets,
            Delivery delivery,
            MeterRegistry meters) {
        this.settings = settings;
        this.plays =
                new RelayPlayHandler(tickets, delivery.every(settings.flushInterval()), settings.feedWait(), meters);
        this.listener = new RtmpListener(
                "relay",
                acceptor,
                workers,
                rtmp.withMaxConnectionsPerAddress(settings.maxConnectionsPerAddress())
                        .withPingInterval(settings.pingInterval()),
                RtmpHandlers.playOnly(plays),
                Optional.empty(),
                meters);
    }

    /** Binds; the stage gives the address with the true port, or fails with the bind's exception. */
    public CompletionStage<InetSocketAddress> bind() {
        return listener.bind(settings.host(), settings.port());
    }

    /** Plugs the origin role in. */
    public void serveOrigin(RelaySource feeds) {
        plays.origin(feeds);
    }

    /** @param relays the edge role, which answers each play that it is given, now or later; any thread */
    public void serveEdge(Consumer<RelayPlay> relays) {
        plays.edge(relays);
    }

    /** Takes no new relay, gives those that are there some time to read their feeds to the end, and closes. */
    public CompletionStage<Void> close(Duration patience) {
        return listener.close(patience);
    }

    /** Closes the listener and every relay without a word; feeds that have ended are served to their ends before. */
    public CompletionStage<Void> close() {
        return listener.close();
    }
}
