package io.millrace.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets edges in: {@code <bucket>/<channel>?epoch=<n>&ticket=<t>} is handed to a source of this node if the ticket is
 * good. Whoever asks without {@code tier=parent} wants an origin: an edge never passes on what another has asked it for
 * as an origin, so that no chain of edges leads in a circle.
 */
final class RelayPlayHandler implements PlayHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RelayPlayHandler.class);

    private final RelayTickets tickets;
    private final Delivery delivery;
    private final Duration feedWait;
    private final Counter refusals;
    private volatile Optional<RelaySource> origin = Optional.empty();
    private volatile Optional<Consumer<RelayPlay>> edge = Optional.empty();

    RelayPlayHandler(RelayTickets tickets, Delivery delivery, Duration feedWait, MeterRegistry meters) {
        this.tickets = tickets;
        this.delivery = delivery;
        this.feedWait = feedWait;
        this.refusals = meters.counter("millrace.relay.refused");
    }

    void origin(RelaySource feeds) {
        origin = Optional.of(feeds);
    }

    void edge(Consumer<RelayPlay> relays) {
        edge = Optional.of(relays);
    }

    @Override
    public void onPlay(PlayRequest request) {
        OptionalLong epoch = epoch(request);
        Optional<String> ticket = request.address().parameter("ticket");
        if (epoch.isEmpty() || ticket.isEmpty()) {
            refuse(request, "A relay play needs an epoch and a ticket.");
            return;
        }
        Optional<ChannelId> channel = request.address().candidates().stream()
                .filter(candidate -> tickets.admits(ticket.get(), candidate, epoch.getAsLong()))
                .findFirst();
        if (channel.isEmpty()) {
            refuse(request, "The relay ticket does not admit to this channel and epoch.");
            return;
        }
        Optional<Consumer<RelayPlay>> source = source(request, channel.get(), epoch.getAsLong());
        if (source.isEmpty()) {
            refuse(request, "This node does not serve such relays.");
            return;
        }
        source.get().accept(new RelayPlay(request, channel.get(), epoch.getAsLong(), delivery, feedWait, refusals));
    }

    /** An edge that is its channel's origin as well serves its children without a relay to itself. */
    private Optional<Consumer<RelayPlay>> source(PlayRequest request, ChannelId channel, long epoch) {
        boolean asksParent = request.address()
                .parameter(RelayTier.PARAMETER)
                .filter(RelayTier.PARENT::equals)
                .isPresent();
        Optional<Consumer<RelayPlay>> own = origin.filter(feeds -> !asksParent || feeds.knows(channel, epoch))
                .map(feeds -> feeds::serve);
        return asksParent ? own.or(() -> edge) : own;
    }

    private void refuse(PlayRequest request, String description) {
        refusals.increment();
        LOG.info("Refused the relay of {} to {}: {}", request.address(), request.remoteAddress(), description);
        request.refuse(new StreamStatus("NetStream.Play.Failed", description));
    }

    private static OptionalLong epoch(PlayRequest request) {
        try {
            return request.address()
                    .parameter("epoch")
                    .map(text -> OptionalLong.of(Long.parseLong(text)))
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
