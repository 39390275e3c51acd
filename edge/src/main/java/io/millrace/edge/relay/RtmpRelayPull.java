package io.millrace.edge.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.auth.UriEncoding;
import io.millrace.channel.ChannelId;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Route;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.connection.PlayTarget;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.rtmp.connection.RtmpPlayer;
import io.millrace.rtmp.connection.RtmpPlayerListener;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Pulls feeds from origins' relay listeners as an RTMP player with a ticket. */
final class RtmpRelayPull implements RelayPull {
    private static final String APP = "relay";

    /** What an RTMP server tells each player of its rights is no part of the stream. */
    private static final String SAMPLE_ACCESS = "|RtmpSampleAccess";

    private static final int AMF_STRING_HEADER_BYTES = 3;

    private final RtmpConnectionSettings settings;

    RtmpRelayPull(RtmpConnectionSettings settings) {
        this.settings = settings;
    }

    @Override
    public Connection open(ChannelId channel, Route route, EventLoop eventLoop, Listener listener) {
        OriginNode origin = route.origin();
        String host = origin.relayHost();
        String tcUrl = "rtmp://" + host + ":" + origin.relayPort() + "/" + APP;
        PlayTarget target = new PlayTarget(
                InetSocketAddress.createUnresolved(host, origin.relayPort()), APP, tcUrl, streamName(channel, route));
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

        /** The origin closes after its last word, which {@link #onClosed} then tells. */
        @Override
        public void onStatus(StreamStatus status) {}

        @Override
        public void onClosed(Optional<Throwable> cause) {
            listener.onClosed(cause.map(Throwable::getMessage).orElse("the origin closed it"));
        }
    }
}
