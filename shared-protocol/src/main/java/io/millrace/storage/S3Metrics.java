package io.millrace.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/** Counts how often the AWS SDK tried a call again, from what it says of each call when that has ended. */
final class S3Metrics implements MetricPublisher {
    private final Counter retries;

    S3Metrics(MeterRegistry meters) {
        retries = Counter.builder("millrace.store.retries")
                .description("Attempts at calls of the object store after their first one")
                .register(meters);
    }

    @Override
    public void publish(MetricCollection call) {
        call.metricValues(CoreMetric.RETRY_COUNT).forEach(retries::increment);
    }

    @Override
    public void close() {
        // The registry is not ours.
    }
}
