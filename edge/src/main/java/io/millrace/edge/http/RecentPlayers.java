package io.millrace.edge.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.channel.ChannelId;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * The addresses that were given a channel's live playlist lately. HLS players hold no connection, so that is what tells one
 * that watches from one that comes: those behind one address count as one. Safe on any thread.
 */
final class RecentPlayers {
    private final Cache<Seat, Boolean> seats;

    /** An address without its port, which is another for each connection. */
    private record Seat(Object address, ChannelId channel) {}

    /**
     * @param max beyond which the least recent are forgotten
     * @param memory how long one is remembered after it asked last
     */
    RecentPlayers(int max, Duration memory) {
        seats = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterAccess(memory)
                .executor(Runnable::run)
                .build();
    }

    boolean contains(SocketAddress remote, ChannelId channel) {
        return seats.getIfPresent(seat(remote, channel)) != null;
    }

    void add(SocketAddress remote, ChannelId channel) {
        seats.put(seat(remote, channel), Boolean.TRUE);
    }

    /** How many are remembered. */
    long size() {
        seats.cleanUp();
        return seats.estimatedSize();
    }

    private static Seat seat(SocketAddress remote, ChannelId channel) {
        return new Seat(remote instanceof InetSocketAddress inet ? inet.getAddress() : remote, channel);
    }
}
