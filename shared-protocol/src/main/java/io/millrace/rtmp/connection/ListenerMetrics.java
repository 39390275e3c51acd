package io.millrace.rtmp.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;

/** What one listener counts. */
final class ListenerMetrics {
    private final AtomicInteger open = new AtomicInteger();
    private final Counter opened;
    private final Counter failed;

    ListenerMetrics(String listener, MeterRegistry registry) {
        registry.gauge("millrace.rtmp.connections", Tags.of("listener", listener), open);
        opened = registry.counter("millrace.rtmp.connections.opened", "listener", listener);
        failed = registry.counter("millrace.rtmp.connections.failed", "listener", listener);
    }

    void opened() {
        open.incrementAndGet();
        opened.increment();
    }

    void closed() {
        open.decrementAndGet();
    }

    /** A connection was ended because its peer broke the protocol or a bound. */
    void failed() {
        failed.increment();
    }
}
