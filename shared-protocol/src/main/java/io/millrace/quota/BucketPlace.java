package io.millrace.quota;

import java.util.concurrent.atomic.AtomicBoolean;

/** What one publisher or viewer takes of its bucket's limits until it leaves. Safe on any thread. */
public final class BucketPlace {
    private final BucketUse use;
    private final Runnable release;
    private final AtomicBoolean left = new AtomicBoolean();

    BucketPlace(BucketUse use, Runnable release) {
        this.use = use;
        this.release = release;
    }

    /** So much was sent to the viewer. */
    public void sent(long bytes) {
        use.sent(bytes);
    }

    /** Gives it back; comes again without harm. */
    public void leave() {
        if (left.compareAndSet(false, true)) {
            release.run();
        }
    }
}
