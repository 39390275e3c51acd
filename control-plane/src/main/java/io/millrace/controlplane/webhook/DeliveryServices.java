package io.millrace.controlplane.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.Buckets;
import io.millrace.webhook.EventPost;
import io.millrace.webhook.WebhookSettings;
import java.time.InstantSource;

/**
 * What all WebhookDelivery actors of a node share.
 *
 * @param node this node's incarnation
 */
public record DeliveryServices(
        WebhookSettings settings,
        Buckets buckets,
        EventPost post,
        String node,
        InstantSource clock,
        MeterRegistry meters) {
    void count(String what) {
        meters.counter("millrace.webhook.deliveries", "outcome", what).increment();
    }
}
