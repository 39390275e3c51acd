package io.millrace.delivery;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what it is told. */
final class TestingListener implements ViewerListener {
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger stuck = new AtomicInteger();

    @Override
    public void onEnd(Viewer viewer) {
        ends.incrementAndGet();
    }

    @Override
    public void onStuck(Viewer viewer) {
        stuck.incrementAndGet();
    }
}
