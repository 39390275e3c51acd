package io.millrace.stream;

import io.netty.buffer.ByteBuf;

/** Reads cursors one slice at a time. */
public final class Slices {
    private Slices() {}

    /** What comes next, to be released by the caller, or {@code null} if there is nothing. */
    public static ByteBuf next(Cursor cursor) {
        ByteBuf[] slice = new ByteBuf[1];
        boolean any = cursor.next((memory, index, length) -> slice[0] = memory.retainedSlice(index, length));
        return any ? slice[0] : null;
    }
}
