package io.millrace.edge.viewer;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Knows an edge's viewers and lets them go when it stops: at a steady rate, as all of them come back to other edges at
 * once. Safe on any thread.
 */
public final class Departure {
    private static final long TICK_MILLIS = 20;

    /** A few viewers need no more time than so much each. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    /** From now on new viewers are to be refused; one that comes in all the same is let go at once. */
    public void begin() {
        begun = true;
    }

    /** Whether new viewers are to be refused. */
    public boolean hasBegun() {
        return begun;
    }

    /** A viewer has come; {@link #leave} is owed. */
    public void enter(Guest guest) {
        guests.add(guest);
        if (begun) {
            guest.letGo();
        }
    }

    public void leave(Guest guest) {
        guests.remove(guest);
    }

    /**
     * Lets all go.
     *
     * @param executor one thread that does nothing slow
     * @param time the most from the first to the last, who come a second after each other at the slowest; zero for all
     *     at once
     * @param margin how long those that were let go last may take to leave
     * @return completes when all have left, or when that time is over
     */
    public CompletionStage<Void> letAllGo(EventExecutor executor, Duration time, Duration margin) {
        begin();
        List<Guest> all = List.copyOf(guests);
        long nanos =
                Math.min(time.toNanos(), LONGEST_PAUSE.multipliedBy(all.size()).toNanos());
        Round round = new Round(all, System.nanoTime(), nanos, margin.toNanos());
        ScheduledFuture<?> ticks = executor.scheduleAtFixedRate(round::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return round.over.whenComplete((done, failure) -> ticks.cancel(false));
    }

    /** Used by the executor's thread only. */
    private final class Round {
        private final List<Guest> all;
        private final long begunNanos;
        private final long timeNanos;
        private final long marginNanos;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private int released;

        Round(List<Guest> all, long begunNanos, long timeNanos, long marginNanos) {
            this.all = all;
            this.begunNanos = begunNanos;
            this.timeNanos = timeNanos;
            this.marginNanos = marginNanos;
        }

        private void tick() {
            long elapsed = System.nanoTime() - begunNanos;
            int due = elapsed >= timeNanos ? all.size() : (int) Math.min(all.size(), dueAt(elapsed));
            while (released < due) {
                Guest guest = all.get(released++);
                if (guests.contains(guest)) {
                    guest.letGo();
                }
            }
            if (guests.isEmpty() || elapsed >= timeNanos + marginNanos) {
                over.complete(null);
            }
        }

        /** The first goes at once, the last when the time is almost over. */
        private double dueAt(long elapsed) {
            return 1 + (double) all.size() * elapsed / timeNanos;
        }
    }
}
