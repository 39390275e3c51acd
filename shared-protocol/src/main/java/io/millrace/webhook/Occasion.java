package io.millrace.webhook;

import io.millrace.channel.ChannelFact;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Segment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that callbacks are about, in nobody's style yet.
 *
 * @param id the same in every attempt to tell it
 * @param bucket that the client means
 * @param channel without its bucket; empty before one is named
 * @param node the incarnation of the node that tells it
 * @param position where it stands in the channel's journal, if that tells it
 * @param traffic of the connection ({@link Moment#DISCONNECTED} only)
 * @param hls the new segment ({@link Moment#SEGMENT} only)
 */
public record Occasion(
        String id,
        Moment moment,
        Instant at,
        String bucket,
        Optional<String> channel,
        ClientInfo client,
        String node,
        Optional<Position> position,
        Optional<Traffic> traffic,
        Optional<Hls> hls) {
    /** Both only grow within a channel; a sequence number may be left out. */
    public record Position(long epoch, long sequence) {}

    /** In bytes. */
    public record Traffic(long sent, long received) {}

    /** A segment and the playlist that shows it. */
    public record Hls(Segment segment, String playlistName) {}

    /** One that a node tells by itself. */
    public static Occasion of(
            Moment moment, Instant at, String bucket, Optional<String> channel, ClientInfo client, String node) {
        return new Occasion(
                UUID.randomUUID().toString(),
                moment,
                at,
                bucket,
                channel,
                client,
                node,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * One of a channel's journal.
     *
     * @param sequence the delivery's own, which also makes the id
     */
    public static Occasion of(String bucket, String channel, ChannelFact fact, long sequence, String node) {
        Moment moment =
                switch (fact.kind()) {
                    case PUBLISHED -> Moment.PUBLISHED;
                    case SEGMENT -> Moment.SEGMENT;
                    case UNPUBLISHED -> Moment.UNPUBLISHED;
                    case DISCONNECTED -> Moment.DISCONNECTED;
                };
        String name = bucket + '/' + channel + '/' + sequence;
        return new Occasion(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
                moment,
                fact.at(),
                bucket,
                Optional.of(channel),
                fact.client(),
                node,
                Optional.of(new Position(fact.epoch(), sequence)),
                moment == Moment.DISCONNECTED
                        ? Optional.of(new Traffic(fact.sentBytes(), fact.receivedBytes()))
                        : Optional.empty(),
                fact.segment().map(segment -> new Hls(segment, fact.playlistName())));
    }

    public Occasion withTraffic(Traffic counted) {
        return new Occasion(id, moment, at, bucket, channel, client, node, position, Optional.of(counted), hls);
    }
}
