package io.millrace.delivery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.millrace.stream.AppendListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The viewers of one event loop and their common tick; used on that loop only, but for {@link #onAppend}.
 *
 * <p>A tick comes when a log has got more, at once if the last one is an interval ago. The interval is {@value #SHARE}
 * times what a tick costs (its work and how late the busy loop ran it), within the configured bounds: so flushing takes
 * at most that part of the loop's time until the upper bound is reached, and writes become fewer and larger as load
 * grows. Where a tick costs more than the upper bound, the next one follows at once, as any pause would only make it
 * longer. In the middle of a long tick the loop serves its other sockets. Without anything new there is a tick from time
 * to time, to find viewers that are stuck.
 */
final class FlushGroup implements AppendListener {
    private static final int SHARE = 5;
    private static final int SMOOTHING = 8;

    /** Newcomers wait no longer for a tick: a slice is scheduled rather than executed, as only then sockets have their turn. */
    private static final long SLICE_NANOS = MILLISECONDS.toNanos(1);

    private static final int LOOKS_BEFORE_STUCK = 8;
    private static final long MAX_WATCH_NANOS = SECONDS.toNanos(1);

    private final EventLoop loop;
    private final DeliveryMetrics metrics;
    private final Runnable onEmpty;
    private final long minIntervalNanos;
    private final long maxIntervalNanos;
    private final long stuckNanos;
    private final long watchNanos;

    /** Whether the loop knows already that there is more than the last tick has seen. */
    private final AtomicBoolean told = new AtomicBoolean();

    private final List<Viewer> viewers = new ArrayList<>();

    /** Made for the first viewer that needs it. */
    private SocketWrites writes;

    /** Viewers below this index have not had their turn in the running tick. */
    private int left;

    private boolean ticking;

    /** Whether something was appended after the running tick had begun. */
    private boolean more;

    /** When the next tick is due, or the running one was. */
    private long dueNanos;

    private long lastDueNanos;
    private long costNanos;
    private long bytes;
    private Future<?> timer;

    FlushGroup(EventLoop loop, DeliverySettings settings, DeliveryMetrics metrics, Runnable onEmpty) {
        this.loop = loop;
        this.metrics = metrics;
        this.onEmpty = onEmpty;
        minIntervalNanos = settings.minFlushInterval().toNanos();
        maxIntervalNanos = settings.maxFlushInterval().toNanos();
        stuckNanos = settings.stuckTimeout().toNanos();
        watchNanos = Math.min(MAX_WATCH_NANOS, stuckNanos / LOOKS_BEFORE_STUCK);
    }

    /** For any thread. */
    @Override
    public void onAppend() {
        if (!told.get() && told.compareAndSet(false, true)) {
            loop.execute(this::onMore);
        }
    }

    void add(Viewer viewer) {
        viewer.index = viewers.size();
        viewers.add(viewer);
        metrics.viewers.incrementAndGet();
        if (timer == null) {
            lastDueNanos = nanoTime();
            watch();
        }
    }

    /** The last viewer takes the place of the one that goes; in a running tick that may be its second turn. */
    void remove(Viewer viewer) {
        Viewer last = viewers.remove(viewers.size() - 1);
        if (last != viewer) {
            viewers.set(viewer.index, last);
            last.index = viewer.index;
        }
        metrics.viewers.decrementAndGet();
        if (viewers.isEmpty()) {
            timer.cancel(false);
            timer = null;
            countBytes();
            if (writes != null) {
                writes.close();
            }
            onEmpty.run();
        }
    }

    long stuckNanos() {
        return stuckNanos;
    }

    long nanoTime() {
        return loop.ticker().nanoTime();
    }

    SocketWrites writes() {
        if (writes == null) {
            writes = new SocketWrites();
        }
        return writes;
    }

    void wrote(long count) {
        bytes += count;
    }

    void jumped(long count) {
        metrics.jumps.increment(count);
    }

    void stuck() {
        metrics.stuck.increment();
    }

    /** The interval that follows from what ticks cost lately. */
    long intervalNanos() {
        return Math.max(minIntervalNanos, Math.min(maxIntervalNanos, SHARE * costNanos));
    }

    private void onMore() {
        if (ticking) {
            more = true;
        } else if (!viewers.isEmpty()) {
            timer.cancel(false);
            schedule(nanoTime(), lastDueNanos + intervalNanos());
        }
    }

    private void watch() {
        long now = nanoTime();
        schedule(now, now + watchNanos);
    }

    private void schedule(long now, long due) {
        dueNanos = Math.max(now, due);
        timer = loop.schedule(this::tick, dueNanos - now, NANOSECONDS);
    }

    private void tick() {
        ticking = true;
        more = false;
        told.set(false);
        lastDueNanos = dueNanos;
        left = viewers.size();
        serveSlice();
    }

    /** From the last to the first, because removal moves only viewers that had their turn. */
    private void serveSlice() {
        long begin = nanoTime();
        long now = begin;
        left = Math.min(left, viewers.size());
        while (left > 0 && now - begin <= SLICE_NANOS) {
            left--;
            serve(viewers.get(left), now);
            left = Math.min(left, viewers.size());
            now = nanoTime();
        }
        if (left > 0) {
            timer = loop.schedule(this::serveSlice, 0, NANOSECONDS);
        } else {
            ticking = false;
            goOn(now);
        }
    }

    private void goOn(long now) {
        if (viewers.isEmpty()) {
            return;
        }
        countBytes();
        costNanos += (Math.min(now - dueNanos, maxIntervalNanos) - costNanos) / SMOOTHING;
        if (more) {
            schedule(now, lastDueNanos + intervalNanos());
        } else {
            watch();
        }
    }

    /** Whatever is thrown here would end the ticks, and with them all the loop's viewers, without a word. */
    private static void serve(Viewer viewer, long now) {
        try {
            viewer.tick(now);
        } catch (RuntimeException | Error e) {
            viewer.failed(e);
        }
    }

    private void countBytes() {
        metrics.bytes.increment(bytes);
        bytes = 0;
    }
}
