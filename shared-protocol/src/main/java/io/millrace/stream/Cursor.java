package io.millrace.stream;

import io.netty.buffer.ByteBuf;

/** One reader's place in a stream log. Used by one thread at a time. */
public interface Cursor {
    /**
     * The next contiguous bytes, whole units, from this cursor towards the head: a preamble, or what one slab holds up
     * to the head. Moves the cursor behind them. A cursor that has fallen behind what the log still holds, or behind its
     * max-lag, first jumps to the newest random access point.
     *
     * @return a slice that the caller releases, or {@code null} if there is nothing now
     */
    ByteBuf next();

    /** Whether {@link #next} would return something now. */
    boolean hasNext();

    /** Jumps to the newest random access point, as after a pause. */
    void jump();

    /** How often this cursor has jumped because it was too far behind. */
    long jumps();

    /** Whether the log is closed and all of it read. */
    boolean atEnd();
}
