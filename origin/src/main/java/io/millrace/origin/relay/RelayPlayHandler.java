package io.millrace.origin.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.origin.feed.Feed;
import io.millrace.origin.feed.Feeds;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets edges in: {@code <bucket>/<channel>?epoch=<n>&ticket=<t>} is served if the ticket is good and that very session
 * is live here. As edges hear of a new session at the same time as its origin, a play may wait for it a little.
 */
public final class RelayPlayHandler implements PlayHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RelayPlayHandler.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Feeds feeds;
    private final RelayTickets tickets;
    private final Delivery delivery;
    private final Duration feedWait;
    private final Counter refusals;

    public RelayPlayHandler(
            Feeds feeds, RelayTickets tickets, Delivery delivery, Duration feedWait, MeterRegistry meters) {
        this.feeds = feeds;
        this.tickets = tickets;
        this.delivery = delivery;
        this.feedWait = feedWait;
        this.refusals = meters.counter("millrace.relay.refused");
    }

    @Override
    public void onPlay(PlayRequest request) {
        OptionalLong epoch = epoch(request);
        Optional<String> ticket = request.address().parameter("ticket");
        if (epoch.isEmpty() || ticket.isEmpty()) {
            refuse(request, "NetStream.Play.Failed", "A relay play needs an epoch and a ticket.");
            return;
        }
        Optional<ChannelId> channel = request.address().candidates().stream()
                .filter(candidate -> tickets.admits(ticket.get(), candidate, epoch.getAsLong()))
                .findFirst();
        if (channel.isEmpty()) {
            refuse(request, "NetStream.Play.Failed", "The relay ticket does not admit to this channel and epoch.");
            return;
        }
        serve(request, channel.get(), epoch.getAsLong(), System.nanoTime() + feedWait.toNanos());
    }

    private void serve(PlayRequest request, ChannelId channel, long epoch, long deadlineNanos) {
        Optional<Feed> feed = feeds.find(channel);
        if (feed.isPresent() && feed.get().epoch() == epoch) {
            LOG.info("Relay of {} (epoch {}) to {}", channel, epoch, request.remoteAddress());
            request.accept(new RelayViewer(feed.get(), delivery));
        } else if (feed.isPresent() && feed.get().epoch() > epoch) {
            refuse(request, "NetStream.Play.StreamNotFound", "Epoch " + epoch + " of " + channel + " is over.");
        } else if (System.nanoTime() - deadlineNanos < 0) {
            request.eventLoop()
                    .schedule(
                            () -> serve(request, channel, epoch, deadlineNanos),
                            LOOK_AGAIN.toMillis(),
                            TimeUnit.MILLISECONDS);
        } else {
            refuse(
                    request,
                    "NetStream.Play.StreamNotFound",
                    "Epoch " + epoch + " of " + channel + " is not live at this origin.");
        }
    }

    private void refuse(PlayRequest request, String code, String description) {
        refusals.increment();
        LOG.info("Refused the relay of {} to {}: {}", request.address(), request.remoteAddress(), description);
        request.refuse(new StreamStatus(code, description));
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
