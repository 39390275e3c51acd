package io.millrace.controlplane.oss;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import io.millrace.hls.MediaPlaylist;
import io.millrace.hls.MediaSegment;
import io.millrace.storage.ObjectStore;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Playlists on demand, made from the segments of a time span: as an object, or as an answer only. */
final class VodOperations {
    private static final String SUFFIX = ".m3u8";

    private final SegmentSearch search;
    private final ObjectStore store;

    VodOperations(SegmentSearch search, ObjectStore store) {
        this.search = search;
        this.store = store;
    }

    /** PostVodPlaylist; the key is {@code <channel>/<name>}. */
    CompletionStage<OssResponse> post(OssRequest request, String bucket, String key) {
        int slash = key.indexOf('/');
        ChannelId id = channel(bucket, slash < 0 ? key : key.substring(0, slash));
        String name = playlistName(slash < 0 ? "" : key.substring(slash + 1));
        return playlist(request, id)
                .thenCompose(content -> store.put(
                        bucket, id.channel() + '/' + name, MediaPlaylist.CONTENT_TYPE, Unpooled.wrappedBuffer(content)))
                .thenApply(stored -> OssResponse.empty(200).with("ETag", ObjectHeaders.etag(stored)));
    }

    /** GetVodPlaylist. */
    CompletionStage<OssResponse> get(OssRequest request, String bucket, String key) {
        ChannelId id = channel(bucket, key);
        return playlist(request, id).thenApply(content -> OssResponse.bytes(200, "application/x-mpegURL", content)
                .with("ETag", '"' + ContentMd5.etag(content) + '"'));
    }

    private CompletionStage<byte[]> playlist(OssRequest request, ChannelId id) {
        TimeSpan span = TimeSpan.of(request);
        return search.find(id, span).thenApply(found -> {
            List<Segment> segments = found.orElseThrow(OssErrors::noSuchLiveChannel);
            if (segments.isEmpty()) {
                throw OssErrors.invalidArgument("No ts file found in specified time span.", "0044-00000308");
            }
            return MediaPlaylist.onDemand(entries(segments)).render().getBytes(StandardCharsets.UTF_8);
        });
    }

    private static List<MediaSegment> entries(List<Segment> segments) {
        List<MediaSegment> entries = new ArrayList<>(segments.size());
        for (Segment segment : segments) {
            boolean discontinuity = segment.discontinuity() && !entries.isEmpty();
            entries.add(new MediaSegment(Playlists.fileName(segment), segment.durationMillis(), discontinuity));
        }
        return entries;
    }

    private static ChannelId channel(String bucket, String name) {
        if (!ChannelId.isValidChannelName(name)) {
            throw OssErrors.invalidArgument("The live channel name is not valid.", "0044-00000302");
        }
        return new ChannelId(bucket, name);
    }

    /** OSS insists on the suffix; a name without any gets it. */
    private static String playlistName(String name) {
        boolean bare = !name.isEmpty() && name.indexOf('.') < 0;
        String full = bare ? name + SUFFIX : name;
        if (!full.endsWith(SUFFIX) || full.length() == SUFFIX.length() || full.indexOf('/') >= 0) {
            throw OssErrors.invalidArgument("The playlist's name must end in .m3u8, without slashes.", "0044-00000403");
        }
        return full;
    }
}
