package io.millrace.controlplane.channel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.channel.EndReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counters over all channels of a node. */
final class ChannelMetrics {
    private final Counter started;
    private final Map<EndReason, Counter> ended;
    private final Counter sealed;
    private final Counter pages;
    private final Counter storeFailures;

    ChannelMetrics(MeterRegistry registry) {
        this.started = registry.counter("millrace.channel.sessions.started");
        this.ended = Arrays.stream(EndReason.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        reason -> registry.counter(
                                "millrace.channel.sessions.ended",
                                "reason",
                                reason.name().toLowerCase(Locale.ROOT))));
        this.sealed = registry.counter("millrace.channel.segments");
        this.pages = registry.counter("millrace.channel.pages");
        this.storeFailures = registry.counter("millrace.channel.store.failures");
    }

    void count(ChannelEvent event) {
        if (event instanceof ChannelEvent.SegmentSealed) {
            sealed.increment();
        } else if (event instanceof ChannelEvent.PublishStarted) {
            started.increment();
        } else if (event instanceof ChannelEvent.PublishEnded end) {
            ended.get(end.reason()).increment();
        } else if (event instanceof ChannelEvent.PageClosed) {
            pages.increment();
        }
    }

    void countStoreFailure() {
        storeFailures.increment();
    }
}
