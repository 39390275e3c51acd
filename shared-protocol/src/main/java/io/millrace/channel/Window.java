package io.millrace.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The segments that the live playlist shows.
 *
 * @param discontinuitySequence how many discontinuities have left the window (RFC 8216, section 4.3.3.3)
 * @param targetDurationSeconds at least every shown segment's duration rounded to the nearest second
 * @param endedAt when the last session ended, if none is live
 */
public record Window(
        long discontinuitySequence, int targetDurationSeconds, List<Segment> segments, Optional<Instant> endedAt) {
    public Window {
        segments = List.copyOf(segments);
    }
}
