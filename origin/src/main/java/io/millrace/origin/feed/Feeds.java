package io.millrace.origin.feed;

import io.millrace.channel.ChannelId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The feeds that are live on this node, at most one per channel; safe on any thread. */
public final class Feeds {
    private final ConcurrentMap<ChannelId, Feed> byChannel = new ConcurrentHashMap<>();

    /** Enters a feed in place of one of a lower epoch. */
    void enter(Feed feed) {
        byChannel.merge(feed.channel(), feed, (old, young) -> old.epoch() > young.epoch() ? old : young);
    }

    void remove(Feed feed) {
        byChannel.remove(feed.channel(), feed);
    }

    public Optional<Feed> find(ChannelId channel) {
        return Optional.ofNullable(byChannel.get(channel));
    }

    public Collection<Feed> all() {
        return List.copyOf(byChannel.values());
    }
}
