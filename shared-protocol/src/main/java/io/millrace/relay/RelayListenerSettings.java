package io.millrace.relay;

import io.millrace.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * The relay listener, from {@code millrace.relay}.
 *
 * @param advertisedHost where edges reach it; empty for the host of this node's cluster address
 * @param ticketLifetime how long a relay ticket lets an edge in
 * @param maxConnectionsPerAddress how many feeds the edges of one address may pull at a time
 * @param feedWait how long a play with a good ticket waits for a session that is just beginning
 * @param pingInterval between two signs of life on a relay that carries nothing else
 * @param flushInterval between two writes to a relay; viewers behind it wait as long again at most
 */
public record RelayListenerSettings(
        String host,
        int port,
        Optional<String> advertisedHost,
        Duration ticketLifetime,
        int maxConnectionsPerAddress,
        Duration feedWait,
        Duration pingInterval,
        Duration flushInterval) {

    public static RelayListenerSettings from(Settings relay) {
        return new RelayListenerSettings(
                relay.text("host"),
                relay.integer("port", 0, 65535),
                Optional.of(relay.text("advertised-host")).filter(host -> !host.isEmpty()),
                relay.duration("ticket-lifetime", Duration.ofSeconds(1), Duration.ofHours(1)),
                relay.integer("max-connections-per-address", 1, Integer.MAX_VALUE),
                relay.duration("feed-wait", Duration.ZERO, Duration.ofMinutes(1)),
                relay.duration("ping-interval", Duration.ofMillis(100), Duration.ofMinutes(1)),
                relay.duration("flush-interval", Duration.ofMillis(1), Duration.ofSeconds(1)));
    }
}
