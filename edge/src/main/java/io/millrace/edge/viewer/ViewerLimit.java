package io.millrace.edge.viewer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts an edge's viewers and keeps them within the limit. Safe on any thread. */
public final class ViewerLimit {
    private final int max;
    private final AtomicInteger viewers = new AtomicInteger();
    private final Counter refused;

    public ViewerLimit(int max, MeterRegistry registry) {
        this.max = max;
        Gauge.builder("millrace.edge.viewers", viewers, AtomicInteger::get)
                .description("viewers of live streams now")
                .register(registry);
        refused = Counter.builder("millrace.edge.viewers.refused")
                .description("viewers refused because the edge was full")
                .register(registry);
    }

    /** @return whether there was room; if so, one {@link #leave} is owed */
    public boolean tryEnter() {
        if (viewers.incrementAndGet() > max) {
            viewers.decrementAndGet();
            refused.increment();
            return false;
        }
        return true;
    }

    public void leave() {
        viewers.decrementAndGet();
    }

    /** How many viewers there are now. */
    public int viewers() {
        return viewers.get();
    }

    /** How many there may be. */
    public int max() {
        return max;
    }
}
