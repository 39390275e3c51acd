package io.millrace.rtmp.connection;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds of one RTMP connection, from {@code millrace.rtmp}.
 *
 * @param outgoingChunkSize the chunk size that we announce and send with; all of a node's RTMP stream logs are cut to it
 */
public record RtmpConnectionSettings(
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration pingInterval,
        int maxMessageBytes,
        int maxChunkSize,
        int maxChunkStreams,
        int maxStreamsPerConnection,
        int maxAmfDepth,
        int maxAmfBytes,
        int maxConnectionsPerAddress,
        int windowAcknowledgementBytes,
        int outgoingChunkSize) {

    public static RtmpConnectionSettings from(Settings rtmp) {
        return new RtmpConnectionSettings(
                rtmp.duration("handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                rtmp.duration("idle-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                rtmp.duration("ping-interval", Duration.ofSeconds(1), Duration.ofHours(1)),
                rtmp.bytes("max-message-bytes", 1 << 16, 1 << 26),
                rtmp.bytes("max-chunk-size", 128, 0xFFFFFF),
                rtmp.integer("max-chunk-streams", 4, 1024),
                rtmp.integer("max-streams-per-connection", 1, 1024),
                rtmp.integer("max-amf-depth", 2, 1000),
                rtmp.bytes("max-amf-bytes", 256, 1 << 24),
                rtmp.integer("max-connections-per-address", 1, Integer.MAX_VALUE),
                rtmp.bytes("window-acknowledgement-bytes", 1 << 12, Integer.MAX_VALUE),
                rtmp.bytes("outgoing-chunk-size", 128, 1 << 20));
    }
}
