package io.millrace.controlplane.channel;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.millrace.channel.Segment;

/**
 * A segment in a snapshot: an array rather than named fields, and without the key that follows from the rest, since
 * there may be thousands. The order of the components is the format.
 *
 * @param key empty if it is {@link Segment#keyOf} of the rest
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"sequence", "epoch", "key", "startMillis", "durationMillis", "bytes", "discontinuity"})
record IndexedSegment(
        long sequence,
        long epoch,
        String key,
        long startMillis,
        int durationMillis,
        long bytes,
        boolean discontinuity) {

    static IndexedSegment of(String channel, Segment segment) {
        String usual = Segment.keyOf(channel, segment.startMillis(), segment.epoch());
        return new IndexedSegment(
                segment.sequence(),
                segment.epoch(),
                segment.key().equals(usual) ? "" : segment.key(),
                segment.startMillis(),
                segment.durationMillis(),
                segment.bytes(),
                segment.discontinuity());
    }

    Segment in(String channel) {
        String known = key.isEmpty() ? Segment.keyOf(channel, startMillis, epoch) : key;
        return new Segment(sequence, epoch, known, startMillis, durationMillis, bytes, discontinuity);
    }

    long endMillis() {
        return startMillis + durationMillis;
    }
}
