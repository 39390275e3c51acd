package io.millrace.stream;

/**
 * One reader's place in a stream log. Used by one thread at a time. Whoever holds a cursor closes it: a closed log's
 * memory is freed when its last cursor is closed.
 */
public interface Cursor extends AutoCloseable {
    /**
     * Moves behind the next contiguous bytes, whole units, from this cursor towards the head, and hands them to a reader: a
     * preamble, or what one slab holds up to the head. A cursor that has fallen behind what the log still holds, or behind
     * its max-lag while there is a newer random access point, first jumps to the newest one.
     *
     * @return whether there was anything; if not, the reader was not called
     */
    boolean next(SliceReader reader);

    /** Whether {@link #next} would return something now. */
    boolean hasNext();

    /**
     * Jumps to the newest random access point if it is ahead, as after a pause. A cursor never goes back: without a
     * newer random access point it goes on where it is.
     */
    void jump();

    /**
     * A listener is told of what is appended from now on, until this cursor is closed; once for all its cursors on one log.
     * A cursor has one listener at most.
     */
    void listen(AppendListener listener);

    /** How often this cursor has jumped because it was too far behind. */
    long jumps();

    /** Whether nothing more will come into the log. */
    boolean isLogClosed();

    /** Whether the log is closed and all of it read, or this cursor is closed. */
    boolean atEnd();

    /** What a reader has retained stays valid. Closing twice does nothing. */
    @Override
    void close();
}
