package io.millrace.origin.segment;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much room finished segments may take on this node while they wait; safe on any thread. */
public final class SegmentBudget {
    private final int maxPending;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();

    public SegmentBudget(SegmentSettings settings) {
        this.maxPending = settings.maxPending();
        this.maxBytes = settings.maxPendingBytes();
    }

    /** The bytes that wait now, of all sessions. */
    public long pendingBytes() {
        return bytes.get();
    }

    /** The share of one session: a number of segments of its own, and what the node has left of bytes. */
    public Share share() {
        return new Share();
    }

    /** One session's part of the budget. */
    public final class Share {
        private final AtomicInteger pending = new AtomicInteger();

        private Share() {}

        /** Takes room for one segment, if there is any. */
        public boolean take(int segmentBytes) {
            if (pending.incrementAndGet() <= maxPending) {
                if (bytes.addAndGet(segmentBytes) <= maxBytes) {
                    return true;
                }
                bytes.addAndGet(-segmentBytes);
            }
            pending.decrementAndGet();
            return false;
        }

        public void giveBack(int segmentBytes) {
            pending.decrementAndGet();
            bytes.addAndGet(-segmentBytes);
        }
    }
}
