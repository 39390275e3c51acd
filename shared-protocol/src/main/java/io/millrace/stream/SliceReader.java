package io.millrace.stream;

import io.netty.buffer.ByteBuf;

/** Takes pieces of a stream log's memory from a {@link Cursor}. */
@FunctionalInterface
public interface SliceReader {
    /**
     * Takes one piece: whole units that lie together.
     *
     * @param memory valid during the call only, unless it is retained; shared with all other readers, so its indices
     *     mean nothing and must stay as they are
     * @param index of the first byte
     * @param length at least 1
     */
    void read(ByteBuf memory, int index, int length);
}
