package io.millrace.auth;

import io.millrace.channel.BucketSecurity;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One connection's use of a right. Where the bucket wants connections to end with their rights, there is one timer for its
 * expiry, or for what is left after its revocation, and nothing else to do meanwhile. Safe on any thread.
 */
public final class LiveRight {
    /** Clocks are set and timers drift: what lies further ahead is looked at again by then. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final LiveRights all;
    private final StreamAction action;
    private final Right right;
    private final boolean ends;
    private final Duration grace;
    private final AtomicReference<Watch> watch = new AtomicReference<>(Watch.NONE);

    /** Who is told, and on which event loop. */
    private record Watch(EventExecutor loop, Consumer<RightEnd> onOver) {
        private static final Watch NONE = new Watch(null, end -> {});
        private static final Watch OVER = new Watch(null, end -> {});
    }

    /** Written on the event loop only. */
    private volatile Future<?> timer;

    /** When the connection is to end; event loop only. */
    private Instant due;

    private RightEnd end = RightEnd.EXPIRED;

    LiveRight(LiveRights all, StreamAction action, Right right, BucketSecurity security) {
        this.all = all;
        this.action = action;
        this.right = right;
        this.ends = security.endExpired();
        this.grace = Duration.ofSeconds(security.graceSeconds());
    }

    StreamAction action() {
        return action;
    }

    /** By what the connection is there. */
    public Right right() {
        return right;
    }

    /**
     * Begins to watch, once, if the bucket's connections end with their rights.
     *
     * @param loop the connection's
     * @param onOver told on that loop, once, unless {@link #leave} comes before
     */
    public void watch(EventExecutor loop, Consumer<RightEnd> onOver) {
        boolean canEnd = ends && (right.expiry().isPresent() || right.tokenId().isPresent());
        if (canEnd && watch.compareAndSet(Watch.NONE, new Watch(loop, onOver))) {
            loop.execute(this::begin);
        }
    }

    private void begin() {
        right.expiry().ifPresent(expiry -> await(expiry.plus(grace)));
        if (all.isRevoked(right)) {
            onRevoked();
        }
    }

    /** The token or its key was revoked; who has not begun to watch will see it then. */
    void revoke() {
        Watch current = watch.get();
        if (current.loop() != null) {
            current.loop().execute(this::onRevoked);
        }
    }

    private void onRevoked() {
        Instant last = all.clock().instant().plus(grace);
        if (end != RightEnd.REVOKED && (due == null || last.isBefore(due))) {
            end = RightEnd.REVOKED;
            await(last);
        }
    }

    private void await(Instant at) {
        due = at;
        check();
    }

    private void check() {
        Watch current = watch.get();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (current.loop() == null) {
            return;
        }
        Duration left = Duration.between(all.clock().instant(), due);
        if (left.isNegative() || left.isZero()) {
            if (watch.compareAndSet(current, Watch.OVER)) {
                current.onOver().accept(end);
            }
            return;
        }
        Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        timer = current.loop().schedule(this::check, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        if (watch.get() != current) {
            timer.cancel(false);
        }
    }

    /** The connection uses the right no more; comes again without harm. */
    public void leave() {
        watch.set(Watch.OVER);
        all.leave(this);
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }
}
