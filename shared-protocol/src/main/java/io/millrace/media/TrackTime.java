package io.millrace.media;

/** Where one track stands on a feed's time line. */
final class TrackTime {
    private static final long LONGEST_FRAME_MILLIS = 500;

    /** What has to be added to a wire time stamp, modulo 2^32. */
    int offset;

    int formerOffset;

    /** The number of the jump that the offset comes from. */
    int jump;

    boolean placed;
    long last;
    private boolean begun;
    private double typicalStep;

    TrackTime(double typicalStep) {
        this.typicalStep = typicalStep;
    }

    /** The track's next time is to be {@code from} or later. */
    void restart(long from) {
        placed = false;
        begun = false;
        last = from - 1;
    }

    /** Takes on an offset, its own or the other track's. */
    void follow(int otherOffset, int otherJump) {
        formerOffset = placed ? offset : otherOffset;
        offset = otherOffset;
        jump = otherJump;
        placed = true;
    }

    /** When the next frame is to be expected: one typical frame after the last. */
    long expected() {
        return last + Math.round(typicalStep);
    }

    /** The given time, or the least step after the last one if it lies before that. */
    long advance(long time) {
        long step = time - last;
        if (begun && step > 0 && step <= LONGEST_FRAME_MILLIS) {
            typicalStep += (step - typicalStep) / 8;
        }
        boolean behind = step < 0 || !begun && step == 0;
        begun = true;
        last = behind ? last + 1 : time;
        return last;
    }
}
