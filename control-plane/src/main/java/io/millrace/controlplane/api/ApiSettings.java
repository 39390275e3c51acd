package io.millrace.controlplane.api;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds of the API port, from {@code millrace.api}.
 *
 * @param port 0 for any free one
 * @param firstByteTimeout how long a connection may be silent before it shows what it speaks
 * @param connectTimeout how long the connection to an origin or to the HTTP server may take
 * @param maxConnections how many connections may be open at once
 */
public record ApiSettings(
        String host, int port, Duration firstByteTimeout, Duration connectTimeout, int maxConnections) {

    public static ApiSettings from(Settings api) {
        return new ApiSettings(
                api.text("host"),
                api.integer("port", 0, 65535),
                api.duration("first-byte-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                api.duration("connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                api.integer("max-connections", 1, Integer.MAX_VALUE));
    }
}
