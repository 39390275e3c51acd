package io.millrace.edge.http;

import io.millrace.config.Settings;

/**
 * The bounds of the HTTP listener with TLS, beyond those of the one without, from {@code millrace.https}.
 *
 * @param maxStreams how many requests a connection may have open at once over HTTP/2, which is not spoken if none
 * @param maxResets how many streams of one connection may be cancelled in half a minute
 */
public record HttpsSettings(int port, int maxStreams, int maxResets) {
    public static HttpsSettings from(Settings https) {
        return new HttpsSettings(
                https.integer("port", 0, 65535),
                https.integer("max-streams", 0, 10_000),
                https.integer("max-resets", 1, 1_000_000));
    }

    boolean hasHttp2() {
        return maxStreams > 0;
    }
}
