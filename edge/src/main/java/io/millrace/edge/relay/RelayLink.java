package io.millrace.edge.relay;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Route;
import io.millrace.edge.feed.EdgeFeed;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one relay connection of a channel: opened to the newest route, opened again with growing delays while the route
 * stands, and replaced by that of a higher epoch. Confined to the channel's event loop.
 */
final class RelayLink {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLink.class);
    private static final int MAX_BACKOFF_FACTOR = 10;

    /** What the link tells its channel. */
    interface Listener {
        /** Media begin to come from a connection; they go into the feed that this gives. */
        EdgeFeed onSession(long epoch);

        /** No media come for now. */
        void onSessionOver(String reason);

        /** Where the channel is live as far as is known, with a fresh ticket. */
        Optional<Route> route();
    }

    private final ChannelId id;
    private final EventLoop loop;
    private final RelaySettings settings;
    private final RelayPull pull;
    private final Listener listener;

    private Attempt current;
    private long epoch;
    private int failures;
    private Future<?> retry;

    RelayLink(ChannelId id, EventLoop loop, RelaySettings settings, RelayPull pull, Listener listener) {
        this.id = id;
        this.loop = loop;
        this.settings = settings;
        this.pull = pull;
        this.listener = listener;
    }

    /** Goes where the route leads, unless it is an older one, or is followed already. */
    void follow(Route route) {
        if (route.epoch() > epoch) {
            stop();
            epoch = route.epoch();
            failures = 0;
            connect(route);
        } else if (route.epoch() == epoch && current == null && retry == null) {
            connect(route);
        }
    }

    /** Ends the connection, or the wait for the next one; {@link #follow} may begin another. */
    void stop() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
        if (current != null) {
            current.connection.close();
            current = null;
        }
    }

    private void connect(Route route) {
        Attempt attempt = new Attempt(route.epoch());
        current = attempt;
        attempt.connection = pull.open(id, route, loop, attempt);
    }

    private void retryLater() {
        int factor = Math.min(1 << Math.min(failures, 4), MAX_BACKOFF_FACTOR);
        failures++;
        retry = loop.schedule(this::retry, settings.reconnectDelay().toMillis() * factor, TimeUnit.MILLISECONDS);
    }

    private void retry() {
        retry = null;
        listener.route().ifPresent(this::follow);
    }

    private final class Attempt implements RelayPull.Listener {
        private final long attemptEpoch;
        private RelayPull.Connection connection;
        private EdgeFeed feed;

        Attempt(long attemptEpoch) {
            this.attemptEpoch = attemptEpoch;
        }

        @Override
        public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
            if (current != this) {
                return;
            }
            if (feed == null) {
                failures = 0;
                feed = listener.onSession(attemptEpoch);
            }
            try {
                feed.write(kind, timestamp, payload, System.nanoTime());
            } catch (MalformedMediaException e) {
                LOG.debug("Left out a frame of {}: {}", id, e.getMessage());
            }
        }

        @Override
        public void onClosed(String reason) {
            if (current != this) {
                return;
            }
            current = null;
            listener.onSessionOver(reason);
            retryLater();
        }
    }
}
