package io.millrace.stream;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bytes of one feed in one container format: appended once by a single writer, read by any number of cursors on any
 * thread without a lock. The bytes lie in slabs of direct memory. The writer publishes the head with a release store
 * after each unit; a unit (an FLV tag, an RTMP message with its chunk headers, a PES packet's transport packets) never
 * spans two slabs, so a slice from one slab always holds whole units.
 *
 * <p>At each random access point the log notes its position and a preamble: what a newcomer needs first. That is the
 * GOP cache.
 *
 * <p>The log holds what lies behind its newest random access point, and at least {@code maxLag} of stream time, but
 * never more than {@code maxBytes} (or one unit, if that is larger): then the oldest slab goes, and if the newest random
 * access point goes with it, newcomers wait for the next one. Slabs are made when they are needed and freed when the log
 * has dropped them and the last slice of them is released. They are not pooled, because a reader must find out that the
 * slab it is about to retain has just been freed, and a recycled buffer would not tell.
 */
public final class StreamLog implements AutoCloseable {
    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(StreamLog.class, "head", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int slabBytes;
    private final int maxBytes;
    private final long maxLagMillis;
    private final ByteBufAllocator allocator;

    /** The writer and the open cursors; at zero the memory is freed. */
    private final AtomicInteger users = new AtomicInteger(1);

    /** Published with release, and with it all that the writer has done before. */
    @SuppressWarnings("unused")
    private long head;

    /** How many cursors each listener has; guarded by itself. */
    private final Map<AppendListener, Integer> listening = new HashMap<>();

    private volatile AppendListener[] listeners = {};

    private volatile RandomAccessPoint newestPoint;
    private volatile long points;
    private volatile long oldest;
    private volatile long heldBytes;
    private volatile boolean closed;

    /**
     * Stream time that has gone by, not counting gaps longer than max-lag: a gap puts nobody behind. Written before the
     * head and read after it.
     */
    private long clock;

    // The writer's own.
    private Slab firstSlab;
    /** The end of the chain; no longer held if {@link #firstSlab} is null. */
    private Slab lastSlab;

    private Slab openSlab;
    private Slab lastDropped;
    private long position;
    private long latestTimestamp;
    private boolean anyUnit;
    private ByteBuf preamble;
    private ByteBuf nextPreamble;
    private int nextHeaderBytes;

    public StreamLog(StreamLogSettings settings) {
        this(settings, UnpooledByteBufAllocator.DEFAULT);
    }

    /** @param allocator one whose buffers are not pooled */
    StreamLog(StreamLogSettings settings, ByteBufAllocator allocator) {
        slabBytes = settings.slabBytes();
        maxBytes = settings.maxBytes();
        maxLagMillis = settings.maxLag().toMillis();
        this.allocator = requireNonNull(allocator, "allocator");
    }

    /**
     * Writer: room for the next unit. Calling it again without a commit begins the unit anew.
     *
     * @param maxBytes an upper bound of the unit's size
     * @return a buffer of at least that many writable bytes and no readable ones, to be filled by its write methods
     *     before {@link #commit}; it stays the log's, and its memory before the writer index is already being read
     */
    public ByteBuf begin(int maxBytes) {
        requireOpen();
        if (openSlab == null && firstSlab != null) {
            openSlab = lastSlab;
        }
        if (openSlab == null || openSlab.buffer.capacity() - (position - openSlab.start) < maxBytes) {
            discardOpenSlab();
            openSlab = allocate(Math.max(slabBytes, maxBytes));
        }
        int used = (int) (position - openSlab.start);
        return openSlab.buffer.setIndex(used, used);
    }

    /**
     * Writer: publishes what was written since {@link #begin}, whose time in the stream is given in milliseconds. If
     * nothing was written there is no unit, and an announced random access point is none.
     */
    public void commit(long timestampMillis) {
        requireOpen();
        if (openSlab == null) {
            throw new IllegalStateException("commit without begin");
        }
        Slab slab = openSlab;
        long begin = position;
        position = slab.start + slab.buffer.writerIndex();
        if (position == begin) {
            discardNextPreamble();
            return;
        }
        openSlab = null;
        link(slab, begin);
        advanceClock(timestampMillis);
        HEAD.setRelease(this, position);
        if (nextPreamble != null) {
            publishPoint(slab, begin);
        }
        dropOutdated();
        tellListeners();
    }

    /**
     * Writer: the next unit is a random access point.
     *
     * @param preamble what comes before that unit for a cursor that starts or jumps there; the log takes it over
     * @param headerBytes how many of the preamble's first bytes are the container's header, which only a cursor that
     *     starts gets, not one that jumps
     */
    public void randomAccessPoint(ByteBuf preamble, int headerBytes) {
        try {
            requireOpen();
            if (headerBytes < 0 || headerBytes > preamble.readableBytes()) {
                throw new IllegalArgumentException(
                        "headerBytes: " + headerBytes + " (expected: 0 .. " + preamble.readableBytes() + ")");
            }
            discardNextPreamble();
            boolean same = this.preamble != null && ByteBufUtil.equals(this.preamble, preamble);
            nextPreamble = same ? this.preamble.retain() : copyOf(preamble);
            nextHeaderBytes = headerBytes;
        } finally {
            preamble.release();
        }
    }

    /** A cursor that starts at the newest random access point, or waits for the first. */
    public Cursor atNewestRandomAccessPoint() {
        return new LogCursor(this, join(), 0);
    }

    /** A cursor that starts at the next random access point to come. */
    public Cursor atNextRandomAccessPoint() {
        return new LogCursor(this, join(), points);
    }

    /** The position after the last published byte; grows only. */
    public long head() {
        return (long) HEAD.getAcquire(this);
    }

    /** How much memory the log holds now, without slabs that it has dropped and slices still keep. */
    public long heldBytes() {
        return heldBytes;
    }

    /**
     * Writer: nothing more will come. Cursors read what is left, then are at the end; the memory is freed when the last
     * cursor is closed. Closing twice does nothing.
     */
    @Override
    public void close() {
        if (!closed) {
            discardOpenSlab();
            discardNextPreamble();
            closed = true;
            tellListeners();
            leave();
        }
    }

    void addListener(AppendListener listener) {
        synchronized (listening) {
            if (listening.merge(listener, 1, Integer::sum) == 1) {
                listeners = listening.keySet().toArray(AppendListener[]::new);
            }
        }
    }

    void removeListener(AppendListener listener) {
        synchronized (listening) {
            if (listening.computeIfPresent(listener, (key, cursors) -> cursors == 1 ? null : cursors - 1) == null) {
                listeners = listening.keySet().toArray(AppendListener[]::new);
            }
        }
    }

    private void tellListeners() {
        for (AppendListener listener : listeners) {
            listener.onAppend();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** The position of the oldest byte that the log holds. */
    long oldest() {
        return oldest;
    }

    long clock() {
        return clock;
    }

    long maxLagMillis() {
        return maxLagMillis;
    }

    /** The newest random access point, or {@code null} if the log holds none. */
    RandomAccessPoint newestPoint() {
        return newestPoint;
    }

    /** A cursor was closed, or the writer: the last one frees the memory. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            newestPoint = null;
            while (firstSlab != null) {
                dropFirst();
            }
            if (preamble != null) {
                preamble.release();
            }
        }
    }

    /** Counts a new cursor, unless the memory is freed already. */
    private boolean join() {
        int count;
        do {
            count = users.get();
            if (count == 0) {
                return false;
            }
        } while (!users.compareAndSet(count, count + 1));
        return true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the stream log is closed");
        }
    }

    private Slab allocate(int bytes) {
        while (firstSlab != null && heldBytes + bytes > maxBytes) {
            dropFirst();
        }
        Slab slab = new Slab(position, allocator.directBuffer(bytes, bytes));
        heldBytes += bytes;
        return slab;
    }

    /** Frees a slab that was made by begin and has got no unit. */
    private void discardOpenSlab() {
        if (openSlab != null && openSlab != lastSlab) {
            free(openSlab);
        }
        openSlab = null;
    }

    private void link(Slab slab, long begin) {
        if (slab == lastSlab) {
            return;
        }
        if (firstSlab == null) {
            firstSlab = slab;
        }
        if (lastSlab != null) {
            lastSlab.end = begin;
            lastSlab.endClock = clock;
            lastSlab.next = slab;
        }
        lastSlab = slab;
    }

    private void advanceClock(long timestampMillis) {
        long step = anyUnit ? timestampMillis - latestTimestamp : 0;
        if (step > 0 && step <= maxLagMillis) {
            clock += step;
        }
        // Tracks interleave, so time may go back a little; a long way back is a new beginning.
        if (!anyUnit || step > 0 || step < -maxLagMillis) {
            latestTimestamp = timestampMillis;
        }
        anyUnit = true;
    }

    /** The former preamble goes last: a cursor that finds it freed then finds a newer point, too. */
    private void publishPoint(Slab slab, long begin) {
        ByteBuf former = preamble;
        preamble = nextPreamble;
        nextPreamble = null;
        long number = points + 1;
        newestPoint = new RandomAccessPoint(number, slab, begin, clock, preamble, nextHeaderBytes);
        points = number;
        if (former != null) {
            former.release();
        }
    }

    private ByteBuf copyOf(ByteBuf content) {
        int bytes = content.readableBytes();
        return allocator.directBuffer(bytes, bytes).writeBytes(content, content.readerIndex(), bytes);
    }

    private void discardNextPreamble() {
        if (nextPreamble != null) {
            nextPreamble.release();
            nextPreamble = null;
        }
    }

    /** Drops finished slabs that neither a newcomer nor a cursor within max-lag can need. */
    private void dropOutdated() {
        RandomAccessPoint point = newestPoint;
        long needed = point == null ? position : point.position();
        while (firstSlab.end <= needed && clock - firstSlab.endClock > maxLagMillis) {
            dropFirst();
        }
    }

    /**
     * Cursors are told first, then the memory goes: a cursor that comes too late finds it freed. The link to the next
     * slab stays as long as that is held, for a cursor that rests between the two.
     */
    private void dropFirst() {
        Slab slab = firstSlab;
        long end = slab == lastSlab ? position : slab.end;
        RandomAccessPoint point = newestPoint;
        if (point != null && point.position() < end) {
            newestPoint = null;
        }
        oldest = end;
        if (lastDropped != null) {
            lastDropped.next = null;
        }
        lastDropped = slab;
        firstSlab = slab.next;
        free(slab);
    }

    private void free(Slab slab) {
        heldBytes -= slab.buffer.capacity();
        slab.buffer.release();
    }
}
