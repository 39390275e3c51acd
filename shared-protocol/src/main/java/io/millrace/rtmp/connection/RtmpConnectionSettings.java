package io.millrace.rtmp.connection;

import io.millrace.amf.AmfLimits;
import io.millrace.config.Settings;
import io.millrace.rtmp.address.VirtualHostSettings;
import io.millrace.rtmp.address.VirtualHosts;
import io.millrace.rtmp.chunk.ChunkLimits;
import java.time.Duration;
import java.util.List;

/**
 * The bounds of one RTMP connection, from {@code millrace.rtmp}.
 *
 * @param outgoingChunkSize the chunk size that we announce and send with; all of a node's RTMP stream logs are cut to it
 * @param maxReadRest how long a publisher that has been read rests at most; zero for none
 * @param trustedProxies subnets as {@code address/prefix} whose PROXY protocol headers are believed
 * @param vhosts which buckets virtual hosts stand for
 */
public record RtmpConnectionSettings(
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration pingInterval,
        int maxMessageBytes,
        int maxUnfinishedBytes,
        int maxChunkSize,
        int maxChunkStreams,
        int maxStreamsPerConnection,
        int maxAmfDepth,
        int maxAmfBytes,
        int maxConnectionsPerAddress,
        int maxPendingControlBytes,
        int windowAcknowledgementBytes,
        int outgoingChunkSize,
        Duration maxReadRest,
        List<String> trustedProxies,
        VirtualHosts vhosts) {

    public RtmpConnectionSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    public static RtmpConnectionSettings from(Settings rtmp) {
        List<String> proxies = rtmp.texts("trusted-proxies");
        for (String proxy : proxies) {
            if (!TrustedProxies.isSubnet(proxy)) {
                throw rtmp.wrong("trusted-proxies", proxy, "address/prefix, 10.0.0.0/8 for instance");
            }
        }
        return new RtmpConnectionSettings(
                rtmp.duration("handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                rtmp.duration("idle-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                rtmp.duration("ping-interval", Duration.ofSeconds(1), Duration.ofHours(1)),
                rtmp.bytes("max-message-bytes", 1 << 16, 0xFFFFFF),
                rtmp.bytes("max-unfinished-bytes", 1 << 16, 1 << 28),
                rtmp.bytes("max-chunk-size", 128, Integer.MAX_VALUE),
                rtmp.integer("max-chunk-streams", 4, 1024),
                rtmp.integer("max-streams-per-connection", 1, 1024),
                rtmp.integer("max-amf-depth", 2, 1000),
                rtmp.bytes("max-amf-bytes", 256, 1 << 24),
                rtmp.integer("max-connections-per-address", 1, Integer.MAX_VALUE),
                rtmp.bytes("max-pending-control-bytes", 1 << 12, 1 << 24),
                rtmp.bytes("window-acknowledgement-bytes", 1 << 12, Integer.MAX_VALUE),
                rtmp.bytes("outgoing-chunk-size", 128, 1 << 20),
                rtmp.duration("max-read-rest", Duration.ZERO, Duration.ofSeconds(1)),
                proxies,
                VirtualHostSettings.from(rtmp.sections("vhosts")));
    }

    /** The same bounds for a listener whose peers are nodes, each with many connections. */
    public RtmpConnectionSettings withMaxConnectionsPerAddress(int connections) {
        return with(handshakeTimeout, idleTimeout, pingInterval, connections);
    }

    /** The same bounds with other signs of life. */
    public RtmpConnectionSettings withPingInterval(Duration interval) {
        return with(handshakeTimeout, idleTimeout, interval, maxConnectionsPerAddress);
    }

    /** The same bounds for a peer that must be heard of so often, from the handshake on. */
    public RtmpConnectionSettings withIdleTimeout(Duration timeout) {
        Duration handshake = timeout.compareTo(handshakeTimeout) < 0 ? timeout : handshakeTimeout;
        return with(handshake, timeout, pingInterval, maxConnectionsPerAddress);
    }

    private RtmpConnectionSettings with(Duration handshake, Duration idle, Duration ping, int connections) {
        return new RtmpConnectionSettings(
                handshake,
                idle,
                ping,
                maxMessageBytes,
                maxUnfinishedBytes,
                maxChunkSize,
                maxChunkStreams,
                maxStreamsPerConnection,
                maxAmfDepth,
                maxAmfBytes,
                connections,
                maxPendingControlBytes,
                windowAcknowledgementBytes,
                outgoingChunkSize,
                maxReadRest,
                trustedProxies,
                vhosts);
    }

    AmfLimits amfLimits() {
        return new AmfLimits(maxAmfDepth, maxAmfBytes);
    }

    ChunkLimits chunkLimits() {
        return new ChunkLimits(maxMessageBytes, maxChunkSize, maxChunkStreams, maxUnfinishedBytes);
    }
}
