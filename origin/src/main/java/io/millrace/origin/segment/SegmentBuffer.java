package io.millrace.origin.segment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/** The bytes of a growing segment, in pooled blocks, so that growing copies nothing. */
final class SegmentBuffer {
    private final ByteBufAllocator allocator;
    private final int blockBytes;
    private final Deque<ByteBuf> blocks = new ArrayDeque<>();
    private long fullBytes;

    SegmentBuffer(ByteBufAllocator allocator, int blockBytes) {
        this.allocator = allocator;
        this.blockBytes = blockBytes;
    }

    /** A block to write up to {@code maxBytes} to; the buffer keeps it. */
    ByteBuf room(int maxBytes) {
        ByteBuf last = blocks.peekLast();
        if (last == null || last.writableBytes() < maxBytes) {
            if (last != null) {
                fullBytes += last.readableBytes();
            }
            last = allocator.directBuffer(Math.max(blockBytes, maxBytes));
            blocks.addLast(last);
        }
        return last;
    }

    long bytes() {
        return blocks.isEmpty() ? 0 : fullBytes + blocks.getLast().readableBytes();
    }

    /** Hands over everything written as one buffer and begins anew. */
    ByteBuf take() {
        CompositeByteBuf whole = allocator.compositeBuffer(Math.max(1, blocks.size()));
        whole.addComponents(true, blocks);
        blocks.clear();
        fullBytes = 0;
        return whole;
    }

    void clear() {
        blocks.forEach(ByteBuf::release);
        blocks.clear();
        fullBytes = 0;
    }
}
