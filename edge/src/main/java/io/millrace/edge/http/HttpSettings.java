package io.millrace.edge.http;

import io.millrace.auth.rules.Network;
import io.millrace.config.Settings;
import io.millrace.rtmp.address.VirtualHosts;
import java.time.Duration;
import java.util.List;

/**
 * The bounds and habits of the HTTP listener, from {@code millrace.http}.
 *
 * @param requestTimeout how long a request's head may take to come whole
 * @param idleTimeout how long a connection may rest between requests
 * @param writeTimeout how long a connection may take nothing of what it is sent
 * @param trustedProxies who may name the client in their place
 * @param allowOrigin the value of Access-Control-Allow-Origin; empty sends none
 * @param segmentMaxAge how long caches may keep a segment, which never changes
 * @param fastCache how much of the sound who comes for sound alone is sent at once
 * @param mounts where live streams are
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
        List<Network> trustedProxies,
        String allowOrigin,
        Duration segmentMaxAge,
        Duration fastCache,
        Mounts mounts,
        int readBytes) {

    /** @param vhosts what virtual hosts stand for */
    public static HttpSettings from(Settings http, VirtualHosts vhosts) {
        return new HttpSettings(
                http.text("host"),
                http.integer("port", 0, 65535),
                http.bytes("max-request-line-bytes", 256, 1 << 20),
                http.bytes("max-header-bytes", 256, 1 << 20),
                http.duration("request-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                http.duration("idle-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
                http.duration("write-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
                http.integer("max-connections-per-address", 1, Integer.MAX_VALUE),
                proxies(http),
                http.text("allow-origin"),
                http.duration("segment-max-age", Duration.ZERO, Duration.ofDays(366)),
                http.duration("fast-cache", Duration.ZERO, Duration.ofMinutes(1)),
                new Mounts(templates(http), vhosts),
                http.bytes("read-bytes", 1 << 10, 1 << 24));
    }

    private static List<Network> proxies(Settings http) {
        return http.texts("trusted-proxies").stream()
                .map(text -> Network.parse(text)
                        .orElseThrow(
                                () -> http.wrong("trusted-proxies", text, "address/prefix, 10.0.0.0/8 for instance")))
                .toList();
    }

    private static List<MountTemplate> templates(Settings http) {
        return http.texts("mounts").stream()
                .map(text -> MountTemplate.parse(text)
                        .orElseThrow(() -> http.wrong(
                                "mounts",
                                text,
                                "/ or [vhost]/, then [vhost], [app] and [stream], each once at most and in a part of its"
                                        + " own, [stream] in the last, which ends in .flv, .ts, .aac or .mp3")))
                .toList();
    }
}
