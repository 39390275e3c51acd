package io.millrace.edge.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.auth.UriEncoding;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Route;
import io.millrace.media.MediaKind;
import io.millrace.relay.RelayTier;
import io.millrace.rtmp.connection.PlayTarget;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.rtmp.connection.RtmpPlayer;
import io.millrace.rtmp.connection.RtmpPlayerListener;
import io.millrace.rtmp.connection.RtmpRefusedException;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Pulls feeds from other nodes' relay listeners as an RTMP player with a ticket. */
final class RtmpRelayPull implements RelayPull {
    private static final String APP = "relay";
    private static final String AS_PARENT = "&" + RelayTier.PARAMETER + "=" + RelayTier.PARENT;

    /** What an RTMP server tells each player of its rights is no part of the stream. */
    private static final String SAMPLE_ACCESS = "|RtmpSampleAccess";

    private static final int AMF_STRING_HEADER_BYTES = 3;

    private final RtmpConnectionSettings settings;

    /** @param timeout how long a connection may bring nothing, be it a ping */
    RtmpRelayPull(RtmpConnectionSettings settings, Duration timeout) {
        this.settings = settings.withIdleTimeout(timeout);
    }

    @Override
    public Connection open(ChannelId channel, Route route, Upstream upstream, EventLoop eventLoop, Listener listener) {
        String host = upstream.relay().host();
        int port = upstream.relay().port();
        PlayTarget target = new PlayTarget(
                InetSocketAddress.createUnresolved(host, port),
                APP,
                "rtmp://" + host + ":" + port + "/" + APP,
                streamName(channel, route) + (upstream.isParent() ? AS_PARENT : ""));
        RtmpPlayer player = RtmpPlayer.connect(eventLoop, target, settings, new Adapter(listener));
        return player::close;
    }

    private static String streamName(ChannelId channel, Route route) {
        return UriEncoding.encode(channel.bucket()) + "/" + UriEncoding.encode(channel.channel()) + "?epoch="
                + route.epoch() + "&ticket=" + UriEncoding.encode(route.ticket());
    }

    private record Adapter(Listener listener) implements RtmpPlayerListener {
        @Override
        public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
            if (kind != MediaKind.SCRIPT || !isSampleAccess(payload)) {
                listener.onMedia(kind, timestamp, payload);
            }
        }

        private static boolean isSampleAccess(ByteBuf payload) {
            int length = SAMPLE_ACCESS.length();
            return payload.readableBytes() >= AMF_STRING_HEADER_BYTES + length
                    && payload.toString(payload.readerIndex() + AMF_STRING_HEADER_BYTES, length, US_ASCII)
                            .equals(SAMPLE_ACCESS);
        }

        /** The other side closes after its last word, which {@link #onClosed} then tells. */
        @Override
        public void onStatus(StreamStatus status) {}

        @Override
        public void onClosed(Optional<Throwable> cause) {
            End end = cause.isEmpty()
                    ? End.HUNG_UP
                    : cause.get() instanceof RtmpRefusedException ? End.REFUSED : End.FAILED;
            listener.onClosed(end, cause.map(Throwable::getMessage).orElse("the other side closed it"));
        }
    }
}
