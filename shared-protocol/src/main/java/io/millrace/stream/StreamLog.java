package io.millrace.stream;

import io.netty.buffer.ByteBuf;

/**
 * The bytes of one feed in one container format: appended once by a single writer, read by any number of cursors on any
 * thread without a lock. The bytes lie in slabs of direct memory. The writer publishes the head with a release store
 * after each unit; a unit (an FLV tag, an RTMP message with its chunk headers, a PES packet's transport packets) never
 * spans two slabs, so a slice from one slab always holds whole units.
 *
 * <p>At each random access point the log notes its position and a preamble: what a newcomer needs first. That is the
 * GOP cache.
 */
public final class StreamLog implements AutoCloseable {

    public StreamLog(StreamLogSettings settings) {
        throw new UnsupportedOperationException(settings.toString());
    }

    /**
     * Writer: room for the next unit.
     *
     * @param maxBytes an upper bound of the unit's size
     * @return a buffer of at least that many writable bytes, to be filled by its write methods before {@link #commit}
     */
    public ByteBuf begin(int maxBytes) {
        throw new UnsupportedOperationException();
    }

    /** Writer: publishes what was written since {@link #begin}, whose time in the stream is given in milliseconds. */
    public void commit(long timestampMillis) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writer: the next unit is a random access point.
     *
     * @param preamble what comes before that unit for a cursor that starts or jumps there; the log takes it over
     * @param headerBytes how many of the preamble's first bytes are the container's header, which only a cursor that
     *     starts gets, not one that jumps
     */
    public void randomAccessPoint(ByteBuf preamble, int headerBytes) {
        throw new UnsupportedOperationException();
    }

    /** A cursor that starts at the newest random access point, or waits for the first. */
    public Cursor atNewestRandomAccessPoint() {
        throw new UnsupportedOperationException();
    }

    /** A cursor that starts at the next random access point to come. */
    public Cursor atNextRandomAccessPoint() {
        throw new UnsupportedOperationException();
    }

    /** The position after the last published byte; grows only. */
    public long head() {
        throw new UnsupportedOperationException();
    }

    /** Writer: nothing more will come. Cursors read what is left, then are at the end. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
