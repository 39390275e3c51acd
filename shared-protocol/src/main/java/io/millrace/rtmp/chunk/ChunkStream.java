package io.millrace.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** What the decoder remembers of one chunk stream: the last header, and the message that is being put together. */
final class ChunkStream {
    /** Memory is committed in steps that begin here, so that announcing a large message costs nothing. */
    private static final int FIRST_STEP_BYTES = 64 * 1024;

    final int id;
    int typeId;
    int length;
    int messageStreamId;
    int timestamp;
    /** The time stamp field of the last header of type 0, 1 or 2: absolute or a difference. */
    int timestampField;

    boolean extended;

    private boolean inMessage;
    private int received;
    private ByteBuf assembly;

    ChunkStream(int id) {
        this.id = id;
    }

    boolean inMessage() {
        return inMessage;
    }

    int missing() {
        return length - received;
    }

    /** Whether nothing of the message has arrived yet, so that it may still come in one piece. */
    boolean untouched() {
        return received == 0;
    }

    void beginMessage() {
        inMessage = true;
        received = 0;
    }

    /** How many more bytes of memory the next {@code count} bytes of payload take. */
    int growth(int count) {
        int capacity = assembly == null ? 0 : assembly.capacity();
        int needed = received + count;
        if (needed <= capacity) {
            return 0;
        }
        long step = Math.max(FIRST_STEP_BYTES, 2L * capacity);
        return (int) Math.min(length, Math.max(step, needed)) - capacity;
    }

    /** Copies the next {@code count} bytes of payload, having grown by what {@link #growth} said. */
    void append(ByteBuf in, int count, int growth, ByteBufAllocator allocator) {
        if (assembly == null) {
            assembly = allocator.buffer(growth, length);
        } else if (growth > 0) {
            assembly.capacity(assembly.capacity() + growth);
        }
        assembly.writeBytes(in, count);
        received += count;
    }

    /** Ends the message; what was put together, if anything was, goes over to the caller. */
    ByteBuf endMessage() {
        ByteBuf whole = assembly;
        assembly = null;
        inMessage = false;
        received = 0;
        return whole;
    }

    /** Gives up the message in progress; the memory that this frees is returned. */
    int abort() {
        ByteBuf part = endMessage();
        if (part == null) {
            return 0;
        }
        int capacity = part.capacity();
        part.release();
        return capacity;
    }
}
