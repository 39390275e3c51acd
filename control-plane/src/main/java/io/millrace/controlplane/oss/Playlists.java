package io.millrace.controlplane.oss;

import io.millrace.auth.AccessKey;
import io.millrace.auth.PresignedUrls;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.millrace.controlplane.Actors;
import io.millrace.hls.MediaPlaylist;
import io.millrace.hls.MediaSegment;
import io.millrace.rtmp.address.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Live playlists, which are no stored objects, and the signing of addresses in any playlist. */
final class Playlists {
    static final String SUFFIX = ".m3u8";

    private final Actors actors;
    private final Duration grace;
    private final InstantSource clock;

    Playlists(Actors actors, Duration grace, InstantSource clock) {
        this.actors = actors;
        this.grace = grace;
        this.clock = clock;
    }

    /** The channel's playlist now, if the key is that of one and it has segments. */
    CompletionStage<Optional<byte[]>> live(String bucket, String key) {
        int slash = key.indexOf('/');
        String channel = slash < 0 ? "" : key.substring(0, slash);
        String name = key.substring(slash + 1);
        if (!name.endsWith(SUFFIX) || name.indexOf('/') >= 0 || !ChannelId.isValidChannelName(channel)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        ChannelId id = new ChannelId(bucket, channel);
        return exists(id)
                .thenCompose(known -> known ? live(id, name) : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Asks the bucket, as asking channels that do not exist would bring an actor to life for each name tried. */
    private CompletionStage<Boolean> exists(ChannelId id) {
        CompletionStage<BucketReply.ChannelList> reply =
                actors.bucket(id.bucket(), replyTo -> new BucketCommand.ListChannels(id.channel(), "", 1, replyTo));
        return reply.thenApply(list -> list instanceof BucketReply.ChannelPage page
                && page.channels().stream().anyMatch(entry -> entry.name().equals(id.channel())));
    }

    private CompletionStage<Optional<byte[]>> live(ChannelId id, String name) {
        CompletionStage<ChannelReply.WindowReply> reply = actors.channel(id, ChannelCommand.GetWindow::new);
        return reply.thenApply(window -> window instanceof ChannelReply.LiveWindow live
                        && live.playlistName().equals(name)
                        && !live.window().segments().isEmpty()
                ? Optional.of(render(live.window()).getBytes(StandardCharsets.UTF_8))
                : Optional.empty());
    }

    private String render(Window window) {
        List<MediaSegment> segments = window.segments().stream()
                .map(segment -> new MediaSegment(fileName(segment), segment.durationMillis(), segment.discontinuity()))
                .toList();
        boolean ended = window.endedAt()
                .filter(end -> clock.instant().isAfter(end.plus(grace)))
                .isPresent();
        return new MediaPlaylist(
                        window.segments().get(0).sequence(),
                        window.discontinuitySequence(),
                        window.targetDurationSeconds(),
                        segments,
                        ended)
                .render();
    }

    /** A segment's address in a playlist that lies beside it. */
    static String fileName(Segment segment) {
        return segment.key().substring(segment.key().lastIndexOf('/') + 1);
    }

    /**
     * Signs the segments' addresses, so that who may read the playlist may play it.
     *
     * @param key the playlist's own; the segments lie beside it
     */
    static byte[] sign(byte[] playlist, AccessKey signer, String bucket, String key, Instant expiry) {
        String folder = key.substring(0, key.lastIndexOf('/') + 1);
        return new String(playlist, StandardCharsets.UTF_8)
                .lines()
                .map(line -> isSegment(line)
                        ? line + '?' + PresignedUrls.query(signer, bucket, folder + Query.decode(line), expiry)
                        : line)
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a line is the address of a file that lies beside the playlist. */
    private static boolean isSegment(String line) {
        return !line.isBlank() && !line.startsWith("#") && !line.startsWith("/") && line.indexOf(':') < 0;
    }
}
