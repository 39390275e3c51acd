package io.millrace.media;

/**
 * The time line of one feed: turns 32-bit wire time stamps into milliseconds that start at zero and never go back
 * within a track, whatever the encoder does: wraps, jumps in either direction, a start far from zero, sound and picture
 * apart, one track ahead of the other around a wrap or a jump.
 *
 * <p>Sound and picture share one offset, so they stay in step. A step of more than {@value #JUMP_MILLIS} ms against the
 * last time stamp of either track is a jump: the line then goes on {@value #FRAME_MILLIS} ms after the last time given
 * out. Not thread-safe: used by the feed's single writer.
 */
public final class Timeline {
    /** A step beyond this is a jump of the encoder's clock, not a pause in the stream. */
    static final long JUMP_MILLIS = 3000;

    /** How far the line moves over a jump: about one frame. */
    static final long FRAME_MILLIS = 40;

    private boolean anchored;
    private long anchor;
    private long offset;
    private long lastInput;
    private long latest;
    private final long[] lastOfTrack = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};

    /**
     * @param timestamp a 32-bit time stamp in milliseconds, unsigned, that wraps
     * @return the time in milliseconds on the feed's line, at least the last one given out for this kind
     */
    public long next(MediaKind kind, int timestamp) {
        long input = anchored ? lastInput + (timestamp - (int) lastInput) : Integer.toUnsignedLong(timestamp);
        if (!anchored) {
            offset = anchor - input;
            anchored = true;
        } else if (Math.abs(input - lastInput) > JUMP_MILLIS) {
            offset = latest + FRAME_MILLIS - input;
        }
        lastInput = input;
        long time = inOrder(kind, Math.max(anchor, input + offset));
        latest = Math.max(latest, time);
        return time;
    }

    /** A track that steps back, or begins before the line does, moves on by the least step instead. */
    private long inOrder(MediaKind kind, long time) {
        long last = lastOfTrack[kind.ordinal()];
        long ordered = time < last ? last + 1 : time;
        lastOfTrack[kind.ordinal()] = ordered;
        return ordered;
    }

    /**
     * Another publisher, or the same one anew, comes next: its first time stamp continues the line.
     *
     * @param gapMillis how much later than the last time given out, at least zero
     */
    public void restartAfter(long gapMillis) {
        anchored = false;
        anchor = latest + Math.max(0, gapMillis);
    }

    /** The latest time given out for any track. */
    public long latestMillis() {
        return latest;
    }
}
