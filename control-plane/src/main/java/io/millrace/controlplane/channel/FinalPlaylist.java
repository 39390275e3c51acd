package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes the live playlist as it last was into the channel's bucket, so that it survives the channel. Only the channel's
 * own actor writes it, so an older one never replaces a newer one. Used by the actor's thread only.
 */
final class FinalPlaylist {
    static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

    private final ChannelId id;
    private final RetriedPut put;

    FinalPlaylist(ChannelId id, RetriedPut put) {
        this.id = id;
        this.put = put;
    }

    void write(String playlistName, Window window) {
        if (!window.segments().isEmpty()) {
            byte[] text = text(window).getBytes(StandardCharsets.UTF_8);
            put.start(id.channel() + '/' + playlistName, CONTENT_TYPE, () -> Unpooled.wrappedBuffer(text));
        }
    }

    void finished(RetriedPut.Finished message) {
        if (message.put() == put) {
            put.finished(message);
        }
    }

    boolean isBusy() {
        return put.isBusy();
    }

    private static String text(Window window) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n")
                .append("#EXT-X-TARGETDURATION:")
                .append(window.targetDurationSeconds())
                .append("\n#EXT-X-MEDIA-SEQUENCE:")
                .append(window.segments().get(0).sequence())
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(window.discontinuitySequence())
                .append('\n');
        for (Segment segment : window.segments()) {
            if (segment.discontinuity()) {
                text.append("#EXT-X-DISCONTINUITY\n");
            }
            text.append(String.format(Locale.ROOT, "#EXTINF:%.3f,%n", segment.durationMillis() / 1000.0))
                    .append(segment.key().substring(segment.key().indexOf('/') + 1))
                    .append('\n');
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }
}
