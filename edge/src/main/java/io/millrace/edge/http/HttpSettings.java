package io.millrace.edge.http;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds and habits of the HTTP listener, from {@code millrace.http}.
 *
 * @param requestTimeout how long a request's head may take to come whole
 * @param idleTimeout how long a connection may rest between requests
 * @param writeTimeout how long a connection may take nothing of what it is sent
 * @param allowOrigin the value of Access-Control-Allow-Origin; empty sends none
 * @param segmentMaxAge how long caches may keep a segment, which never changes
 * @param readBytes how much of an object that has no file is read at a time
 */
public record HttpSettings(
        String host,
        int port,
        int maxRequestLineBytes,
        int maxHeaderBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        int maxConnectionsPerAddress,
        String allowOrigin,
        Duration segmentMaxAge,
        int readBytes) {

    public static HttpSettings from(Settings http) {
        return new HttpSettings(
                http.text("host"),
                http.integer("port", 0, 65535),
                http.bytes("max-request-line-bytes", 256, 1 << 20),
                http.bytes("max-header-bytes", 256, 1 << 20),
                http.duration("request-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                http.duration("idle-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
                http.duration("write-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
                http.integer("max-connections-per-address", 1, Integer.MAX_VALUE),
                http.text("allow-origin"),
                http.duration("segment-max-age", Duration.ZERO, Duration.ofDays(366)),
                http.bytes("read-bytes", 1 << 10, 1 << 24));
    }
}
