package io.millrace.mpegts;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;

/**
 * Says which program clock reference is to be written when (ISO/IEC 13818-1, section 2.4.2.2). The clock follows the
 * track that lags behind, so that no track's data come after their time, and only grows.
 */
final class ProgramClock {
    /** So that it is never more than 100 ms, though it can only be written where a frame is. */
    private static final long INTERVAL_MILLIS = 60;

    private long latest = Long.MIN_VALUE / 2;
    private long writtenAt = Long.MIN_VALUE / 2;
    private long videoBehind;
    private long audioBehind;
    private long last = -1;

    /** The clock must come with the next frame. */
    void request() {
        writtenAt = Long.MIN_VALUE / 2;
    }

    /** To be told of every frame before it is written. */
    void note(Frame frame) {
        latest = Math.max(latest, frame.timestampMillis());
        long behind = latest - frame.timestampMillis();
        if (frame.kind() == MediaKind.VIDEO) {
            videoBehind = behind;
        } else {
            audioBehind = behind;
        }
    }

    boolean isDue() {
        return latest - writtenAt >= INTERVAL_MILLIS;
    }

    /** The clock in 90 kHz units, which the caller writes now. */
    long next() {
        writtenAt = latest;
        last = Math.max((latest - Math.max(videoBehind, audioBehind)) * 90, last + 1);
        return last;
    }
}
