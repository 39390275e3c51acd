package io.millrace.load.view;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Reads all connections of an event loop into one buffer, which stays in the processor's cache. So what was read must
 * be done with when the read is.
 */
final class LentBuffer implements RecvByteBufAllocator {
    private final ByteBuf buffer;

    /** @param buffer the caller keeps ownership, and releases it when the loop has ended */
    LentBuffer(ByteBuf buffer) {
        this.buffer = buffer;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new LentHandle();
    }

    /** The interface's own supertype is what it calls deprecated. A read that fills less than the buffer has emptied the socket. */
    @SuppressWarnings("deprecation")
    private final class LentHandle implements ExtendedHandle {
        private int attempted;
        private int last;

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return buffer.retain().clear();
        }

        @Override
        public int guess() {
            return buffer.capacity();
        }

        @Override
        public void reset(ChannelConfig config) {
            last = 0;
        }

        @Override
        public void incMessagesRead(int count) {
            // Only bytes matter.
        }

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return last > 0 && last == attempted;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return continueReading();
        }

        @Override
        public void readComplete() {
            // Nothing is learnt from it.
        }
    }
}
