package io.millrace.controlplane.api;

import io.millrace.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The bounds of the API port, from {@code millrace.api}.
 *
 * @param port 0 for any free one
 * @param allowOrigins of what sites pages may use the /v1 API, each {@code scheme://host[:port]} or {@code *} for all
 * @param firstByteTimeout how long a connection may be silent before it shows what it speaks
 * @param connectTimeout how long the connection to an origin or to the HTTP server may take
 * @param maxOriginsTried how many origins an RTMP connection is offered to
 * @param maxConnections how many connections may be open at once
 * @param maxConnectionsPerAddress how many of them from one address
 * @param requestTimeout how long a request may take before it is answered with 503
 * @param idleTimeout how long a connection may rest between requests
 * @param maxTargetBytes the longest request target
 * @param maxHeaderBytes the longest header's value
 * @param maxHeaders how many headers a request may have
 * @param maxBodyBytes the largest body
 */
public record ApiSettings(
        String host,
        int port,
        List<String> allowOrigins,
        Duration firstByteTimeout,
        Duration connectTimeout,
        int maxOriginsTried,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration requestTimeout,
        Duration idleTimeout,
        int maxTargetBytes,
        int maxHeaderBytes,
        int maxHeaders,
        int maxBodyBytes) {
    /** As browsers write it (RFC 6454). */
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[a-z0-9.:\\[\\]_-]+");

    public ApiSettings {
        allowOrigins = List.copyOf(allowOrigins);
    }

    public static ApiSettings from(Settings api) {
        return new ApiSettings(
                api.text("host"),
                api.integer("port", 0, 65535),
                api.texts("allow-origins").stream()
                        .map(origin -> origin(api, origin))
                        .toList(),
                api.duration("first-byte-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                api.duration("connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                api.integer("max-origins-tried", 1, 100),
                api.integer("max-connections", 1, Integer.MAX_VALUE),
                api.integer("max-connections-per-address", 1, Integer.MAX_VALUE),
                api.duration("request-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                api.duration("idle-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                api.bytes("max-target-bytes", 256, 1 << 20),
                api.bytes("max-header-bytes", 256, 1 << 20),
                api.integer("max-headers", 8, 1024),
                api.bytes("max-body-bytes", 1 << 10, 1 << 30));
    }

    private static String origin(Settings api, String text) {
        if (!text.equals("*") && !ORIGIN.matcher(text).matches()) {
            throw api.wrong(
                    "allow-origins", text, "origins in small letters, https://console.example.com for instance, or *");
        }
        return text;
    }
}
