package io.millrace.rtmp.connection;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How often the publishers of one event loop are read. A publisher sends some 70 small packets a second, and to be woken
 * for each and to read it costs more than all that is done with it. A loop that has few publishers reads at once; the
 * more it has, the longer one that has been read rests, up to a bound. Confined to its event loop.
 */
final class ReadPace {
    /** What a publisher's rest grows by with each other publisher: 2,000 reads a second of all of them at most. */
    private static final long NANOS_PER_PUBLISHER = TimeUnit.MICROSECONDS.toNanos(500);

    /** Rests end in steps, so that many end together; a shorter rest would merge nothing. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final EventLoop eventLoop;
    private final long longestNanos;
    private final Deque<MergedReads> resting = new ArrayDeque<>();
    private int publishers;

    /** @param longest the longest rest; zero for none */
    ReadPace(EventLoop eventLoop, Duration longest) {
        this.eventLoop = eventLoop;
        this.longestNanos = longest.toNanos();
    }

    void join() {
        publishers++;
    }

    void leave() {
        publishers--;
    }

    /** Calls {@link MergedReads#read} after a rest, or at once. */
    void delay(MergedReads publisher) {
        long rest = Math.min(longestNanos, publishers * NANOS_PER_PUBLISHER);
        if (rest < STEP_NANOS) {
            publisher.read();
            return;
        }
        publisher.await(eventLoop.ticker().nanoTime() + rest);
        resting.addLast(publisher);
        if (resting.size() == 1) {
            step();
        }
    }

    private void step() {
        eventLoop.schedule(this::readDue, STEP_NANOS, TimeUnit.NANOSECONDS);
    }

    /** Rests are about equally long, so they end in the order in which they began. */
    private void readDue() {
        long now = eventLoop.ticker().nanoTime();
        while (!resting.isEmpty() && resting.peekFirst().isDue(now)) {
            resting.removeFirst().read();
        }
        if (!resting.isEmpty()) {
            step();
        }
    }
}
