package io.millrace.edge.relay;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Route;
import io.millrace.cluster.Endpoint;
import io.millrace.edge.feed.EdgeFeed;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one relay connection of a channel: opened to the newest route, opened again with growing delays while the route
 * stands, and replaced by that of a higher epoch. It leads to the origin or to a parent; a parent that fails is replaced
 * by the next one or by the origin. Confined to the channel's event loop.
 */
final class RelayLink {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLink.class);
    private static final int MAX_BACKOFF_FACTOR = 10;

    /** So many parents are tried one after the other before the origin is. */
    private static final int MAX_PARENTS = 2;

    /** What the link tells its channel. */
    interface Listener {
        /** Media begin to come from a connection; they go into the feed that this gives. */
        EdgeFeed onSession(long epoch, Upstream upstream);

        /** No media come for now. */
        void onSessionOver(String reason);

        /** Where the channel is live as far as is known, with a fresh ticket. */
        Optional<Route> route();

        /** Whether other edges pull the channel from this one, which then pulls from the origin whatever its settings. */
        boolean isParent();
    }

    private final ChannelId id;
    private final EventLoop loop;
    private final RelaySettings settings;
    private final RelayPull pull;
    private final Parents parents;
    private final Listener listener;
    private final Map<Endpoint, Long> leftOutUntil = new HashMap<>();

    private Attempt current;
    /** To replace the current one, which goes on until this one brings media. */
    private Attempt candidate;

    private long epoch;
    private int failures;
    private int parentsTried;
    private long moveNotBeforeNanos = System.nanoTime();
    private Future<?> retry;

    RelayLink(
            ChannelId id, EventLoop loop, RelaySettings settings, RelayPull pull, Parents parents, Listener listener) {
        this.id = id;
        this.loop = loop;
        this.settings = settings;
        this.pull = pull;
        this.parents = parents;
        this.listener = listener;
    }

    /** The highest epoch that was followed; 0 if none was. */
    long epoch() {
        return epoch;
    }

    /** Goes where the route leads, unless it is an older one, or is followed already. */
    void follow(Route route) {
        if (route.epoch() > epoch) {
            stop();
            epoch = route.epoch();
            failures = 0;
            parentsTried = 0;
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
        dropCandidate();
        if (current != null) {
            current.connection.close();
            current = null;
        }
    }

    /** Moves a relay away from a parent that is about to stop, or if this edge must be a parent itself. */
    void review() {
        boolean misplaced = current != null
                && current.upstream.isParent()
                && (listener.isParent() || parents.isDraining(current.upstream.relay()));
        if (!misplaced || candidate != null || System.nanoTime() - moveNotBeforeNanos < 0) {
            return;
        }
        listener.route().filter(route -> route.epoch() == epoch).ifPresent(route -> {
            candidate = new Attempt(epoch, choose(route));
            candidate.open(route);
        });
    }

    private void connect(Route route) {
        current = new Attempt(route.epoch(), choose(route));
        current.open(route);
    }

    private Upstream choose(Route route) {
        Upstream origin = Upstream.of(route.origin());
        if (listener.isParent() || parentsTried >= MAX_PARENTS) {
            return origin;
        }
        return parents.choose(id, this::isLeftOut)
                .filter(parent -> !parent.equals(origin.relay()))
                .map(parent -> new Upstream(parent, true))
                .orElse(origin);
    }

    private void leaveOut(Upstream parent) {
        leftOutUntil.put(
                parent.relay(), System.nanoTime() + settings.parentBackoff().toNanos());
    }

    private boolean isLeftOut(Endpoint relay) {
        leftOutUntil.values().removeIf(until -> System.nanoTime() - until >= 0);
        return leftOutUntil.containsKey(relay);
    }

    private void dropCandidate() {
        if (candidate != null) {
            candidate.connection.close();
            candidate = null;
        }
    }

    private void retryLater() {
        int factor = Math.min(1 << Math.min(failures, 4), MAX_BACKOFF_FACTOR);
        failures++;
        parentsTried = 0;
        retryAfter(settings.reconnectDelay().toMillis() * factor);
    }

    private void retryAfter(long millis) {
        retry = loop.schedule(this::retry, millis, TimeUnit.MILLISECONDS);
    }

    private void retry() {
        retry = null;
        listener.route().ifPresent(this::follow);
    }

    private void onCandidateClosed() {
        candidate = null;
        moveNotBeforeNanos = System.nanoTime()
                + settings.reconnectDelay().multipliedBy(MAX_BACKOFF_FACTOR).toNanos();
    }

    private void onCurrentClosed(Upstream upstream, RelayPull.End end, String reason) {
        if (upstream.isParent() && end != RelayPull.End.HUNG_UP) {
            leaveOut(upstream);
            parentsTried++;
        }
        current = candidate;
        candidate = null;
        listener.onSessionOver(reason);
        if (current != null) {
            return;
        }
        if (upstream.isParent() && end != RelayPull.End.HUNG_UP) {
            retryAfter(0);
        } else {
            retryLater();
        }
    }

    private final class Attempt implements RelayPull.Listener {
        private final long attemptEpoch;
        private final Upstream upstream;
        private RelayPull.Connection connection;
        private EdgeFeed feed;

        Attempt(long attemptEpoch, Upstream upstream) {
            this.attemptEpoch = attemptEpoch;
            this.upstream = upstream;
        }

        void open(Route route) {
            connection = pull.open(id, route, upstream, loop, this);
        }

        @Override
        public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
            if (candidate == this) {
                candidate = null;
                current.connection.close();
                current = this;
            }
            if (current != this) {
                return;
            }
            if (feed == null) {
                failures = 0;
                feed = listener.onSession(attemptEpoch, upstream);
            }
            try {
                feed.write(kind, timestamp, payload, System.nanoTime());
            } catch (MalformedMediaException e) {
                LOG.debug("Left out a frame of {}: {}", id, e.getMessage());
            }
        }

        @Override
        public void onClosed(RelayPull.End end, String reason) {
            if (candidate == this) {
                LOG.info("The relay of {} stays where it is: {}: {}", id, upstream, reason);
                onCandidateClosed();
            } else if (current == this) {
                onCurrentClosed(upstream, end, reason);
            }
        }
    }
}
