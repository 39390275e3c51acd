package io.millrace.origin.segment;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds of segments, from {@code millrace.origin.segment}.
 *
 * @param maxBytes a segment that would grow beyond it is cut wherever it is
 * @param blockBytes the size of the blocks of memory that a growing segment is made of
 * @param forcedCutAfter a segment without a key frame to cut at is cut after this time, or after twice the channel's
 *     fragment duration if that is longer
 * @param maxPending how many finished segments of one session may wait for the store and the channel
 * @param maxPendingBytes how many bytes of finished segments may wait on this node, of all sessions
 */
public record SegmentSettings(
        int maxBytes, int blockBytes, Duration forcedCutAfter, int maxPending, long maxPendingBytes) {

    public static SegmentSettings from(Settings segment) {
        return new SegmentSettings(
                segment.bytes("max-bytes", 1 << 20, 1 << 30),
                segment.bytes("block-bytes", 1 << 12, 1 << 24),
                segment.duration("forced-cut-after", Duration.ofSeconds(1), Duration.ofHours(1)),
                segment.integer("max-pending", 1, 10_000),
                segment.longBytes("max-pending-bytes", 1 << 20, 1L << 40));
    }
}
