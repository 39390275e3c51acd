package io.millrace.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * Something of a channel that callbacks tell, made from its journal's events. A part of the journal's format.
 *
 * @param number counts a channel's facts; 0 if its journal does not tell it ({@link Kind#DISCONNECTED})
 * @param epoch the session that it belongs to
 * @param playlistName the live playlist's name then
 * @param segment the new one ({@link Kind#SEGMENT} only)
 * @param sentBytes over the connection, as far as that was counted ({@link Kind#DISCONNECTED} only)
 * @param receivedBytes likewise
 */
public record ChannelFact(
        long number,
        Kind kind,
        long epoch,
        Instant at,
        ClientInfo client,
        String playlistName,
        Optional<Segment> segment,
        long sentBytes,
        long receivedBytes) {
    /** What has happened. */
    public enum Kind {
        PUBLISHED,
        SEGMENT,
        UNPUBLISHED,
        /** The publisher's connection has closed; comes behind the end of its last session. */
        DISCONNECTED
    }

    public static ChannelFact published(long number, long epoch, Instant at, ClientInfo client, String playlistName) {
        return new ChannelFact(number, Kind.PUBLISHED, epoch, at, client, playlistName, Optional.empty(), 0, 0);
    }

    public static ChannelFact segment(
            long number, Instant at, ClientInfo client, String playlistName, Segment segment) {
        return new ChannelFact(
                number, Kind.SEGMENT, segment.epoch(), at, client, playlistName, Optional.of(segment), 0, 0);
    }

    public static ChannelFact unpublished(long number, long epoch, Instant at, ClientInfo client, String playlistName) {
        return new ChannelFact(number, Kind.UNPUBLISHED, epoch, at, client, playlistName, Optional.empty(), 0, 0);
    }

    public static ChannelFact disconnected(Instant at, ClientInfo client, long sentBytes, long receivedBytes) {
        return new ChannelFact(0, Kind.DISCONNECTED, 0, at, client, "", Optional.empty(), sentBytes, receivedBytes);
    }
}
