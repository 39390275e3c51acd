package io.millrace.controlplane.channel;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.millrace.channel.Segment;

/**
 * A segment in a snapshot: an array rather than named fields, and without the prefix that all keys of a channel share,
 * since there may be thousands. The order of the components is the format.
 *
 * @param name the key without {@code <channel>/}
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"sequence", "epoch", "name", "startMillis", "durationMillis", "bytes", "discontinuity"})
record IndexedSegment(
        long sequence,
        long epoch,
        String name,
        long startMillis,
        int durationMillis,
        long bytes,
        boolean discontinuity) {

    static IndexedSegment of(Segment segment) {
        String key = segment.key();
        return new IndexedSegment(
                segment.sequence(),
                segment.epoch(),
                key.substring(key.indexOf('/') + 1),
                segment.startMillis(),
                segment.durationMillis(),
                segment.bytes(),
                segment.discontinuity());
    }

    Segment in(String channel) {
        return new Segment(sequence, epoch, channel + '/' + name, startMillis, durationMillis, bytes, discontinuity);
    }

    long endMillis() {
        return startMillis + durationMillis;
    }
}
