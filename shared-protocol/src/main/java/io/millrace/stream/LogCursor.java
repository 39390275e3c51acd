package io.millrace.stream;

import io.netty.buffer.ByteBuf;

/** A cursor is either waiting for a random access point (no slab) or reading from a slab. */
final class LogCursor implements Cursor {
    private final StreamLog log;

    /** The number of a random access point that is too old to start at. */
    private long startAfter;

    private Slab slab;
    private long position;

    /** The log's clock at {@link #position}. */
    private long clock;

    /** Null if nobody is told. */
    private AppendListener listener;

    private boolean started;
    private long jumps;
    private boolean closed;

    /** @param open false if the log's memory is freed already: nothing can be read */
    LogCursor(StreamLog log, boolean open, long startAfter) {
        this.log = log;
        this.startAfter = startAfter;
        closed = !open;
    }

    @Override
    public boolean next(SliceReader reader) {
        if (closed) {
            return false;
        }
        // Each further round is due to the writer having dropped or replaced what this one had found.
        while (true) {
            long head = log.head();
            if (slab != null && isBehind()) {
                slab = null;
                startAfter = 0;
                jumps++;
            }
            if (slab == null) {
                RandomAccessPoint point = log.newestPoint();
                if (point == null || point.number() <= startAfter) {
                    return false;
                }
                if (enter(point, reader)) {
                    return true;
                }
            } else if (position == head) {
                return false;
            } else if (read(head, reader)) {
                return true;
            }
        }
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            return false;
        }
        if (slab == null || position < log.oldest()) {
            RandomAccessPoint point = log.newestPoint();
            return point != null && point.number() > (slab == null ? startAfter : 0);
        }
        return position < log.head();
    }

    @Override
    public void jump() {
        RandomAccessPoint point = log.newestPoint();
        if (slab != null && point != null && point.position() > position) {
            slab = null;
            startAfter = 0;
        }
    }

    @Override
    public void listen(AppendListener appended) {
        if (!closed) {
            listener = appended;
            log.addListener(appended);
        }
    }

    @Override
    public long jumps() {
        return jumps;
    }

    @Override
    public boolean isLogClosed() {
        return log.isClosed();
    }

    @Override
    public boolean atEnd() {
        // The order matters: what is seen as closed has its last head.
        return closed || log.isClosed() && !hasNext();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            slab = null;
            if (listener != null) {
                log.removeListener(listener);
            }
            log.leave();
        }
    }

    /** Whether the log has dropped what comes next, or a newer random access point makes up for too long a lag. */
    private boolean isBehind() {
        if (position < log.oldest()) {
            return true;
        }
        if (log.clock() - clock <= log.maxLagMillis()) {
            return false;
        }
        RandomAccessPoint point = log.newestPoint();
        return point != null && point.position() > position;
    }

    /**
     * Goes to a random access point, unless a newer one has taken its place.
     *
     * @return whether there was a preamble to be read
     */
    private boolean enter(RandomAccessPoint point, SliceReader reader) {
        ByteBuf preamble = point.preamble();
        if (!Slab.retain(preamble)) {
            return false;
        }
        try {
            int from = started ? point.headerBytes() : 0;
            int length = preamble.readableBytes() - from;
            started = true;
            slab = point.slab();
            position = point.position();
            clock = point.clock();
            if (length > 0) {
                reader.read(preamble, from, length);
            }
            return length > 0;
        } finally {
            preamble.release();
        }
    }

    /** Reads towards the head from this slab or, at its end, the next one; false if they have been dropped. */
    private boolean read(long head, SliceReader reader) {
        Slab from = position == slab.end ? slab.next : slab;
        if (from == null || !Slab.retain(from.buffer)) {
            return false;
        }
        try {
            long begin = position;
            long to = Math.min(head, from.end);
            // The slab's last clock is certain to be seen only if the head is behind it.
            clock = to < head ? from.endClock : log.clock();
            slab = from;
            position = to;
            reader.read(from.buffer, (int) (begin - from.start), (int) (to - begin));
            return true;
        } finally {
            from.buffer.release();
        }
    }
}
