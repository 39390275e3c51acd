package io.millrace.edge.relay;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * How an edge follows channels, from {@code millrace.edge}.
 *
 * @param maxChannels how many channels may be followed at once
 * @param watchInterval how often a watch is repeated
 * @param publisherWait how long a viewer waits for a publisher to come
 * @param grace how long viewers stay connected after the publisher has gone
 * @param linger how long a channel is followed after its last viewer has left
 * @param hlsInterest how long a channel's window is watched after the last request for its playlist
 * @param reconnectDelay before a broken relay connection is tried again, the first time; it doubles up to ten times that
 * @param relayTimeout how long a relay may bring nothing, not even a ping
 * @param upstream what feeds are pulled from
 * @param parentBackoff how long a parent that failed is left out
 * @param gopCacheBytes the most that is kept for formats that are begun later
 */
public record RelaySettings(
        int maxChannels,
        Duration watchInterval,
        Duration publisherWait,
        Duration grace,
        Duration linger,
        Duration hlsInterest,
        Duration reconnectDelay,
        Duration relayTimeout,
        UpstreamChoice upstream,
        Duration parentBackoff,
        int gopCacheBytes) {

    public static RelaySettings from(Settings edge) {
        return new RelaySettings(
                edge.integer("max-channels", 1, 10_000_000),
                edge.duration("watch-interval", Duration.ofMillis(100), Duration.ofMinutes(1)),
                edge.duration("publisher-wait", Duration.ZERO, Duration.ofMinutes(10)),
                edge.duration("grace", Duration.ZERO, Duration.ofMinutes(10)),
                edge.duration("linger", Duration.ZERO, Duration.ofMinutes(10)),
                edge.duration("hls-interest", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                edge.duration("reconnect-delay", Duration.ofMillis(10), Duration.ofSeconds(30)),
                edge.duration("relay-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                edge.choice("upstream", UpstreamChoice.class),
                edge.duration("parent-backoff", Duration.ZERO, Duration.ofMinutes(10)),
                edge.bytes("gop-cache-bytes", 0, 1 << 28));
    }
}
