package io.millrace.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What delivery counts, for all event loops together. */
final class DeliveryMetrics {
    final AtomicInteger viewers;
    final Counter bytes;
    final Counter objectBytes;
    final Counter jumps;
    final Counter stuck;

    DeliveryMetrics(MeterRegistry registry) {
        viewers = registry.gauge("millrace.delivery.viewers", new AtomicInteger());
        bytes = registry.counter("millrace.delivery.bytes");
        objectBytes = registry.counter("millrace.delivery.objects.bytes");
        jumps = registry.counter("millrace.delivery.jumps");
        stuck = registry.counter("millrace.delivery.stuck");
    }
}
