package io.millrace.edge.viewer;

import io.millrace.auth.LiveRight;
import io.millrace.auth.RightEnd;
import io.millrace.quota.BucketPlace;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A viewer's place: on this edge, in its bucket's limits, and by its right. Safe on any thread. */
public final class Stay implements Entry {
    private final ViewerLimit limit;
    private final BucketPlace place;
    private final LiveRight right;
    private final AtomicBoolean left = new AtomicBoolean();

    Stay(ViewerLimit limit, BucketPlace place, LiveRight right) {
        this.limit = limit;
        this.place = place;
        this.right = right;
    }

    /**
     * Begins to watch the right that the viewer is here by.
     *
     * @param loop the connection's
     * @param onOver told on that loop if the viewer may stay no longer, unless it has left before
     */
    public void watch(EventExecutor loop, Consumer<RightEnd> onOver) {
        right.watch(loop, onOver);
    }

    /** So much was sent to the viewer. */
    public void sent(long bytes) {
        place.sent(bytes);
    }

    /** Gives all of it back; comes again without harm. */
    public void leave() {
        if (left.compareAndSet(false, true)) {
            limit.leave();
            place.leave();
            right.leave();
        }
    }
}
