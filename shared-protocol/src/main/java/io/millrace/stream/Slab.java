package io.millrace.stream;

import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;

/**
 * A piece of a stream log's memory, and a link in the chain that cursors follow. The log holds one reference to the
 * buffer and each slice handed to a reader holds another; the memory is freed with the last of them.
 *
 * <p>Fields that are not final are set by the writer before it publishes the head behind them, and read by a cursor
 * after it has read such a head, so they need no fences of their own.
 */
final class Slab {
    /** The position in the stream of the buffer's first byte. */
    final long start;

    final ByteBuf buffer;

    /** The position after the slab's last byte, known when the writer has gone on to another slab. */
    long end = Long.MAX_VALUE;

    /** The log's clock at {@link #end}. */
    long endClock;

    /** What comes after {@link #end}; cut when the log drops this slab, so that a resting cursor holds no chain. */
    Slab next;

    Slab(long start, ByteBuf buffer) {
        this.start = start;
        this.buffer = buffer;
    }

    /**
     * Retains a buffer that another thread may be about to free. The buffer must not be pooled: a recycled one would
     * be retained as if it were still the same.
     *
     * @return false if the buffer was freed first
     */
    static boolean retain(ByteBuf buffer) {
        try {
            buffer.retain();
            return true;
        } catch (IllegalReferenceCountException freed) {
            return false;
        }
    }
}
