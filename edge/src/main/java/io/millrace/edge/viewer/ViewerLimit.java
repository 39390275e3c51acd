package io.millrace.edge.viewer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.admission.Limit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts an edge's viewers, lets them in while there is room, and counts those who were not. Safe on any thread. */
public final class ViewerLimit {
    private final Admission admission;
    private final AtomicInteger viewers = new AtomicInteger();
    private final Map<Limit, Counter> refused;
    private final Map<Limit, Counter> redirected;
    private final Counter connectionsRefused;

    public ViewerLimit(Admission admission, MeterRegistry registry) {
        this.admission = admission;
        Gauge.builder("millrace.edge.viewers", viewers, AtomicInteger::get)
                .description("viewers of live streams now")
                .register(registry);
        refused = counters(limit -> Counter.builder("millrace.edge.viewers.refused")
                .description("viewers refused because the edge was full")
                .tag("limit", limit.label())
                .register(registry));
        connectionsRefused = Counter.builder("millrace.edge.connections.refused")
                .description("HTTP connections closed at once because there were as many as may be")
                .register(registry);
        redirected = counters(limit -> Counter.builder("millrace.edge.viewers.redirected")
                .description("viewers sent to another edge because this one was full")
                .tag("limit", limit.label())
                .register(registry));
    }

    private static Map<Limit, Counter> counters(Function<Limit, Counter> counter) {
        return Arrays.stream(Limit.values())
                .filter(limit -> limit != Limit.PUBLISHERS)
                .collect(Collectors.toMap(
                        Function.identity(), counter, (one, other) -> one, () -> new EnumMap<>(Limit.class)));
    }

    /** Lets one in, who owes a {@link #leave} then, or tells what stands against it. */
    public Optional<Limit> tryEnter() {
        // The place is taken first, or a crowd would come in between the look and the step.
        boolean full = viewers.incrementAndGet() > admission.limits().maxViewers();
        Optional<Limit> against = full ? Optional.of(Limit.VIEWERS) : admission.shortage();
        if (against.isPresent()) {
            viewers.decrementAndGet();
        }
        return against;
    }

    public void leave() {
        viewers.decrementAndGet();
    }

    /** What stands against one more who takes no place, as HLS players do not. */
    public Optional<Limit> shortage() {
        return viewers.get() >= admission.limits().maxViewers() ? Optional.of(Limit.VIEWERS) : admission.shortage();
    }

    /** One was refused for that. */
    public void refused(Limit limit) {
        refused.get(limit).increment();
    }

    /** One was sent to another edge for that. */
    public void redirected(Limit limit) {
        redirected.get(limit).increment();
    }

    /** How many HTTP connections may be open at once, viewers' or not. */
    public int maxHttpConnections() {
        return admission.limits().maxHttpConnections();
    }

    /** One connection was closed for that. */
    public void connectionRefused() {
        connectionsRefused.increment();
    }

    /** How many viewers there are now. */
    public int viewers() {
        return viewers.get();
    }

    /** How many there could be as things are. */
    public int capacity() {
        return admission.viewerCapacity(viewers.get());
    }
}
