package io.millrace.origin.segment;

import io.netty.buffer.ByteBuf;

/**
 * A finished segment that is not stored yet. Whoever holds it releases {@code content} in the end.
 *
 * @param startMillis wall-clock time of its first frame, UNIX milliseconds; grows from segment to segment of a session
 * @param discontinuity whether it does not continue the segment before it
 */
public record CutSegment(ByteBuf content, long startMillis, int durationMillis, boolean discontinuity) {
    public int bytes() {
        return content.readableBytes();
    }
}
