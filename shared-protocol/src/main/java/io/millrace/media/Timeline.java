package io.millrace.media;

/**
 * The time line of one feed: turns 32-bit wire time stamps into milliseconds that start at zero and never go back
 * within a track, whatever the encoder does: wraps, jumps in either direction, a start far from zero, sound and picture
 * apart, one track ahead of the other around a wrap or a jump.
 *
 * <p>A jump is a step by which a track leaves both its own course and the feed's: more than the threshold forward, or
 * more than {@value #REORDER_MILLIS} ms back. The track then goes on one typical frame after its last time, and the
 * other track follows by the same offset as soon as its own time stamps jump, so the two stay in step. A jump of one
 * track alone moves that track alone. Script data never move the line: they often carry a zero or a clock of their own.
 *
 * <p>Not thread-safe: used by the feed's single writer.
 */
public final class Timeline {
    /** A longer step forward is a jump of the encoder's clock, not a pause in the stream. */
    public static final long DEFAULT_JUMP_MILLIS = 3000;

    /** A track that steps back by no more than this is out of order and waits until its time stamps have caught up. */
    static final long REORDER_MILLIS = 200;

    private final long jumpMillis;
    private final TrackTime video = new TrackTime(40);
    private final TrackTime audio = new TrackTime(23);
    private long anchor;
    private long latest;
    private long lastScript = Long.MIN_VALUE;
    private int jumps;
    private boolean anchored;

    public Timeline() {
        this(DEFAULT_JUMP_MILLIS);
    }

    /** @param jumpMillis a track's step forward beyond this is a jump; at least 1 */
    public Timeline(long jumpMillis) {
        if (jumpMillis < 1) {
            throw new IllegalArgumentException("jumpMillis: " + jumpMillis + " (expected: >= 1)");
        }
        this.jumpMillis = jumpMillis;
        restart(0);
    }

    /**
     * @param timestamp a 32-bit time stamp in milliseconds, unsigned, that wraps
     * @return the time in milliseconds on the feed's line, at least the last one given out for this kind
     */
    public long next(MediaKind kind, int timestamp) {
        return switch (kind) {
            case VIDEO -> next(video, audio, timestamp);
            case AUDIO -> next(audio, video, timestamp);
            case SCRIPT -> nextScript(timestamp);
        };
    }

    private long next(TrackTime track, TrackTime other, int timestamp) {
        if (!track.placed || !fits(track, timestamp + track.offset)) {
            place(track, other, timestamp);
        } else if (other.placed && other.jump > track.jump) {
            followIfNearer(track, other, timestamp);
        }
        long time = track.advance(onLine(timestamp + track.offset));
        latest = Math.max(latest, time);
        anchored = true;
        return time;
    }

    /** The track is new or has left its course: gives it a known offset that fits, else one of its own. */
    private void place(TrackTime track, TrackTime other, int timestamp) {
        if (other.placed && isOffsetOf(other, track, timestamp)) {
            track.follow(other.offset, other.jump);
        } else if (track.placed && fits(track, timestamp + track.formerOffset)) {
            track.follow(track.formerOffset, track.jump);
        } else {
            long time = anchored ? continuation(track) : anchor;
            track.follow((int) time - timestamp, anchored ? ++jumps : jumps);
        }
    }

    /** After the other track's jump, keeping in step matters more than an even cadence. */
    private boolean isOffsetOf(TrackTime other, TrackTime track, int timestamp) {
        int wireTime = timestamp + other.offset;
        return fits(track, wireTime) || other.jump > track.jump && isNearLatest(onLine(wireTime));
    }

    /** After the other track's jump this one may jump by too little to be noticed, and would fall out of step. */
    private void followIfNearer(TrackTime track, TrackTime other, int timestamp) {
        long own = Math.abs(onLine(timestamp + track.offset) - track.expected());
        long others = Math.abs(onLine(timestamp + other.offset) - track.expected());
        if (others < own) {
            track.follow(other.offset, other.jump);
        }
    }

    private long continuation(TrackTime track) {
        boolean current = track.placed && latest - track.last <= jumpMillis;
        return current ? track.expected() : latest;
    }

    /** Whether the track, given that time, goes on by itself, or is where the feed is. */
    private boolean fits(TrackTime track, int wireTime) {
        long time = onLine(wireTime);
        if (!track.placed) {
            return isNearLatest(time);
        }
        return time >= track.last - REORDER_MILLIS && (isNearLatest(time) || time <= track.last + jumpMillis);
    }

    private boolean isNearLatest(long time) {
        return Math.abs(time - latest) <= jumpMillis;
    }

    private long nextScript(int timestamp) {
        TrackTime track = video.placed ? video : audio;
        long time = track.placed ? onLine(timestamp + track.offset) : latest;
        lastScript = Math.max(lastScript, Math.max(anchor, isNearLatest(time) ? time : latest));
        return lastScript;
    }

    /** The time nearest to the line's end whose lower 32 bits are these. */
    private long onLine(int wireTime) {
        return latest + (wireTime - (int) latest);
    }

    /**
     * Another publisher, or the same one anew, comes next: its first time stamp continues the line.
     *
     * @param gapMillis how much later than the last time given out; less than one counts as one
     */
    public void restartAfter(long gapMillis) {
        restart(anchored ? latest + Math.max(1, gapMillis) : anchor);
    }

    private void restart(long from) {
        anchor = from;
        latest = from;
        anchored = false;
        video.restart(from);
        audio.restart(from);
    }
}
