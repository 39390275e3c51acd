package io.millrace.edge.feed;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;

/**
 * How far a session has been taken in, by the time stamps that its origin gave: another connection to the same session
 * begins at a key frame that was there before, and viewers need not see it again. Not thread-safe.
 */
final class SessionPosition {
    /** What repeats a session comes at once; who is still behind after this time carries another line of time. */
    static final long CATCH_UP_NANOS = 3_000_000_000L;

    private final Track video = new Track();
    private final Track audio = new Track();
    private long resumedNanos;

    /** Another connection carries the same session. */
    void resume(long nowNanos) {
        resumedNanos = nowNanos;
        video.resume();
        audio.resume();
    }

    /** Notes a frame that comes. Whether it has come before. */
    boolean isRepeated(Frame frame, int timestamp) {
        if (frame.kind() == MediaKind.SCRIPT) {
            return video.resuming || audio.resuming;
        }
        return (frame.kind() == MediaKind.VIDEO ? video : audio)
                .isRepeated(timestamp, frame.type() == Frame.Type.CODED);
    }

    /** Whether what comes has been behind for too long to be the same session. */
    boolean isAstray(long nowNanos) {
        return (video.resuming || audio.resuming) && nowNanos - resumedNanos > CATCH_UP_NANOS;
    }

    /** One track; time stamps are 32 bits that wrap. */
    private static final class Track {
        private boolean begun;
        private boolean resuming;
        private int last;
        private int framesAtLast;
        private int repeatedAtLast;

        void resume() {
            resuming = begun;
            repeatedAtLast = 0;
        }

        boolean isRepeated(int timestamp, boolean coded) {
            int step = begun ? timestamp - last : 1;
            if (resuming && (step < 0 || step == 0 && (!coded || repeatedAtLast++ < framesAtLast))) {
                return true;
            }
            if (coded) {
                resuming = false;
                note(timestamp, step);
            }
            return false;
        }

        private void note(int timestamp, int step) {
            if (step > 0) {
                last = timestamp;
                framesAtLast = 0;
                begun = true;
            }
            if (step >= 0) {
                framesAtLast++;
            }
        }
    }
}
