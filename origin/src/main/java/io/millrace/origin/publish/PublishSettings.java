package io.millrace.origin.publish;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds and times of publishes, from {@code millrace.origin}.
 *
 * @param startTimeout how long the channel may take to grant a publish
 * @param startInterval the pause between two asks for that
 * @param reportInterval how often a running session is reported to its channel
 * @param minBackoff the pause before the first repetition of what was not answered or failed; doubles each time
 * @param maxBackoff the longest such pause
 * @param finishTimeout how long, after the publisher has gone, its last segments may wait for store and channel
 * @param reconnectTime how long, when the node stops, publishers that can reconnect have for moving elsewhere
 * @param keyFrameWait how long the others, and those that stay, have for their next key frame before which they are closed
 * @param drainTimeout how long all that may take, with the storing and entering of the last segments
 */
public record PublishSettings(
        Duration startTimeout,
        Duration startInterval,
        Duration reportInterval,
        Duration minBackoff,
        Duration maxBackoff,
        Duration finishTimeout,
        Duration reconnectTime,
        Duration keyFrameWait,
        Duration drainTimeout) {

    public static PublishSettings from(Settings origin) {
        Duration reconnectTime = origin.duration("reconnect-time", Duration.ZERO, Duration.ofMinutes(10));
        Duration keyFrameWait = origin.duration("key-frame-wait", Duration.ZERO, Duration.ofMinutes(10));
        Duration drainTimeout = origin.duration("drain-timeout", Duration.ofMillis(100), Duration.ofMinutes(30));
        if (drainTimeout.compareTo(reconnectTime.plus(keyFrameWait)) <= 0) {
            throw origin.wrong("drain-timeout", drainTimeout, "more than reconnect-time and key-frame-wait together");
        }
        return new PublishSettings(
                origin.duration("start-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                origin.duration("start-interval", Duration.ofMillis(10), Duration.ofMinutes(1)),
                origin.duration("report-interval", Duration.ofMillis(100), Duration.ofMinutes(1)),
                origin.duration("min-backoff", Duration.ofMillis(10), Duration.ofMinutes(1)),
                origin.duration("max-backoff", Duration.ofMillis(10), Duration.ofMinutes(10)),
                origin.duration("finish-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                reconnectTime,
                keyFrameWait,
                drainTimeout);
    }

    /** The pause after the given number of tries, at least 1. */
    Duration backoff(int tries) {
        Duration doubled = minBackoff.multipliedBy(1L << Math.min(tries - 1, 20));
        return doubled.compareTo(maxBackoff) < 0 ? doubled : maxBackoff;
    }
}
