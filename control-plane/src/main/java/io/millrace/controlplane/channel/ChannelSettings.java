package io.millrace.controlplane.channel;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * How a LiveChannel actor works ({@code millrace.channel}).
 *
 * @param lease how long a session lasts without a report
 * @param windowCarryOver how soon after a session's end the next one goes on with its live window
 * @param resumeTime how soon a publisher comes back whose connection broke, for both sessions to be one in the history
 * @param maxOpenSegments how many segments may wait for the store before no more are entered
 */
public record ChannelSettings(
        Duration lease,
        Duration windowCarryOver,
        Duration resumeTime,
        int pageSegments,
        int maxOpenSegments,
        int maxQueryPages,
        Duration storeRetryMin,
        Duration storeRetryMax,
        int maxWatchers,
        Duration watchInterval,
        int watchMisses,
        Duration passivateAfter,
        int snapshotEvery) {

    public static ChannelSettings from(Settings section) {
        int pageSegments = section.integer("page-segments", 2, 10_000);
        return new ChannelSettings(
                section.duration("lease", Duration.ofSeconds(2), Duration.ofMinutes(10)),
                section.duration("window-carry-over", Duration.ZERO, Duration.ofDays(1)),
                section.duration("resume-time", Duration.ZERO, Duration.ofDays(1)),
                pageSegments,
                section.integer("max-open-segments", pageSegments + 101, 1_000_000),
                section.integer("max-query-pages", 1, 1_000),
                section.duration("store-retry-min", Duration.ofMillis(10), Duration.ofMinutes(1)),
                section.duration("store-retry-max", Duration.ofMillis(10), Duration.ofHours(1)),
                section.integer("max-watchers", 1, 100_000),
                section.duration("watch-interval", Duration.ofMillis(100), Duration.ofMinutes(1)),
                section.integer("watch-misses", 1, 100),
                section.duration("passivate-after", Duration.ofSeconds(1), Duration.ofDays(1)),
                section.integer("snapshot-every", 10, 100_000));
    }
}
