package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.millrace.hls.MediaPlaylist;
import io.millrace.hls.MediaSegment;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the live playlist as it last was into the channel's bucket, so that it survives the channel. Only the channel's
 * own actor writes it, so an older one never replaces a newer one. Used by the actor's thread only.
 */
final class FinalPlaylist {
    private final ChannelId id;
    private final RetriedPut put;

    FinalPlaylist(ChannelId id, RetriedPut put) {
        this.id = id;
        this.put = put;
    }

    void write(String playlistName, Window window) {
        if (!window.segments().isEmpty()) {
            byte[] text = text(window).getBytes(StandardCharsets.UTF_8);
            put.start(
                    id.channel() + '/' + playlistName, MediaPlaylist.CONTENT_TYPE, () -> Unpooled.wrappedBuffer(text));
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
        List<MediaSegment> segments = window.segments().stream()
                .map(segment -> new MediaSegment(fileName(segment), segment.durationMillis(), segment.discontinuity()))
                .toList();
        return new MediaPlaylist(
                        window.segments().get(0).sequence(),
                        window.discontinuitySequence(),
                        window.targetDurationSeconds(),
                        segments,
                        true)
                .render();
    }

    /** The playlist lies beside the segments. */
    private static String fileName(Segment segment) {
        return segment.key().substring(segment.key().indexOf('/') + 1);
    }
}
