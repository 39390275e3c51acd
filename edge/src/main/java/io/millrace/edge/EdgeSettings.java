package io.millrace.edge;

import com.typesafe.config.Config;
import io.millrace.config.Settings;
import io.millrace.edge.feed.FeedSettings;
import io.millrace.edge.http.HttpSettings;
import io.millrace.edge.http.HttpsSettings;
import io.millrace.edge.relay.RelaySettings;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.stream.StreamLogSettings;
import java.time.Duration;

/**
 * All that an edge is set by.
 *
 * @param https of the listener with TLS, if there is a certificate
 * @param drainTime over what time an edge that stops lets its viewers go
 * @param rtmp of the relay connections; its outgoing chunk size is that of the public RTMP listener, too
 */
public record EdgeSettings(
        RelaySettings relay,
        HttpSettings http,
        HttpsSettings https,
        Duration drainTime,
        RtmpConnectionSettings rtmp,
        StreamLogSettings streamLog) {

    FeedSettings feed() {
        return new FeedSettings(streamLog, relay.gopCacheBytes(), rtmp.outgoingChunkSize(), http.fastCache());
    }

    /** Reads {@code millrace.edge}, {@code .http}, {@code .https}, {@code .rtmp} and {@code .stream}. */
    public static EdgeSettings from(Config root) {
        Settings edge = Settings.of(root, "millrace.edge");
        RtmpConnectionSettings rtmp = RtmpConnectionSettings.from(Settings.of(root, "millrace.rtmp"));
        return new EdgeSettings(
                RelaySettings.from(edge),
                HttpSettings.from(Settings.of(root, "millrace.http"), rtmp.vhosts()),
                HttpsSettings.from(Settings.of(root, "millrace.https")),
                edge.duration("drain-time", Duration.ZERO, Duration.ofMinutes(30)),
                rtmp,
                StreamLogSettings.from(Settings.of(root, "millrace.stream")));
    }
}
