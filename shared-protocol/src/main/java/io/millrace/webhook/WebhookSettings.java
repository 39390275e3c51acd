package io.millrace.webhook;

import io.millrace.config.Settings;
import io.millrace.tls.TrustedAuthorities;
import java.time.Duration;
import java.util.List;

/**
 * How callbacks are asked and delivered ({@code millrace.webhook}).
 *
 * @param allowNetworks subnets that webhooks may reach although they are internal
 * @param authorities whose certificates receivers may have
 * @param maxAsks how many questions may be under way on a node
 * @param maxSends how many events may be on their way from a node
 * @param maxQueued how many events a node keeps that no journal tells
 * @param maxQueuedPerChannel how many events of a channel's journal wait for one webhook
 * @param retryMin the first pause before an event is sent again
 * @param retryMax the longest
 * @param keep for how long it is tried
 * @param sendTimeout how long sending an event that asks nothing may take
 * @param sweepInterval how often channels are looked after that have stopped with events undelivered
 */
public record WebhookSettings(
        List<String> allowNetworks,
        TrustedAuthorities authorities,
        int maxAsks,
        int maxSends,
        int maxQueued,
        int maxQueuedPerChannel,
        Duration retryMin,
        Duration retryMax,
        Duration keep,
        Duration sendTimeout,
        Duration sweepInterval) {
    private static final String TRUSTED = "trusted-certificates";

    public WebhookSettings {
        allowNetworks = List.copyOf(allowNetworks);
    }

    public static WebhookSettings from(Settings section) {
        List<String> networks = section.texts("allow-networks");
        networks.stream()
                .filter(network -> !AddressGuard.isSubnet(network))
                .findFirst()
                .ifPresent(network -> {
                    throw section.wrong("allow-networks", network, "subnets, address/prefix");
                });
        return new WebhookSettings(
                networks,
                authorities(section),
                section.integer("max-asks", 1, 100_000),
                section.integer("max-sends", 1, 100_000),
                section.integer("max-queued", 1, 1_000_000),
                section.integer("max-queued-per-channel", 1, 100_000),
                section.duration("retry-min", Duration.ofMillis(10), Duration.ofMinutes(1)),
                section.duration("retry-max", Duration.ofMillis(10), Duration.ofHours(1)),
                section.duration("keep", Duration.ofSeconds(1), Duration.ofDays(7)),
                section.duration("send-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                section.duration("sweep-interval", Duration.ofSeconds(1), Duration.ofDays(1)));
    }

    private static TrustedAuthorities authorities(Settings section) {
        String file = section.text(TRUSTED);
        try {
            return TrustedAuthorities.read(file);
        } catch (IllegalArgumentException e) {
            throw section.wrong(TRUSTED, file + ": " + e.getMessage(), "a file with certificates in PEM, or nothing");
        }
    }

    /** The pause behind a failed attempt, doubled from one to the next. */
    public Duration pauseAfter(int attempts) {
        Duration pause = retryMin.multipliedBy(1L << Math.min(20, Math.max(0, attempts - 1)));
        return pause.compareTo(retryMax) < 0 ? pause : retryMax;
    }
}
