package io.millrace.edge.hls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.auth.UriEncoding;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelView;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.millrace.digest.Md5;
import io.millrace.hls.MediaPlaylist;
import io.millrace.hls.MediaSegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Renders channels' windows as live playlists, once for each revision and address form. Every edge renders the same
 * bytes. EXT-X-ENDLIST is set once nobody has published for the grace time. Safe on any thread.
 */
public final class PlaylistRenderer {
    private static final int MAX_CACHED = 10_000;
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Duration grace;
    private final Cache<Form, RenderedPlaylist> cache = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterAccess(KEPT)
            .executor(Runnable::run)
            .build();

    /** @param grace how long a channel without a publisher still counts as live */
    public PlaylistRenderer(InstantSource clock, Duration grace) {
        this.clock = clock;
        this.grace = grace;
    }

    private record Form(
            ChannelId channel, long revision, boolean fromBucket, boolean ended, Optional<UriQuery> query) {}

    /**
     * @param view has a window
     * @param fromBucket whether the playlist lies in the bucket itself, so that segments are one folder down
     * @param query what is put behind each segment's address, if anything
     */
    public RenderedPlaylist render(ChannelView view, boolean fromBucket, Optional<UriQuery> query) {
        Window window = view.window().orElseThrow();
        boolean ended = view.route().isEmpty()
                && window.endedAt()
                        .filter(end -> clock.instant().isAfter(end.plus(grace)))
                        .isPresent();
        Form form = new Form(view.channel(), view.revision(), fromBucket, ended, query);
        if (query.isPresent()) {
            return render(form, window);
        }
        return cache.get(form, key -> render(key, window));
    }

    private static RenderedPlaylist render(Form form, Window window) {
        List<MediaSegment> segments = window.segments().stream()
                .map(segment -> new MediaSegment(uri(form, segment), segment.durationMillis(), segment.discontinuity()))
                .toList();
        long sequence =
                window.segments().isEmpty() ? 0 : window.segments().get(0).sequence();
        MediaPlaylist playlist = new MediaPlaylist(
                sequence, window.discontinuitySequence(), window.targetDurationSeconds(), segments, form.ended());
        byte[] content = playlist.render().getBytes(StandardCharsets.UTF_8);
        return new RenderedPlaylist(
                content, Md5.hex(ByteBuffer.wrap(content)), Math.max(1, window.targetDurationSeconds() / 2));
    }

    private static String uri(Form form, Segment segment) {
        String key = segment.key();
        String name = key.substring(key.indexOf('/') + 1);
        String uri = form.fromBucket() ? UriEncoding.encode(form.channel().channel()) + '/' + name : name;
        return form.query()
                .map(query -> uri + '?' + query.of(form.channel().bucket(), key))
                .orElse(uri);
    }
}
