package io.millrace.controlplane.channel;

import io.millrace.channel.AudioInfo;
import io.millrace.channel.ChannelCommand.LiveSession;
import io.millrace.channel.ChannelCommand.PageRef;
import io.millrace.channel.ChannelCommand.QuerySegments;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelReply.NoSuchChannel;
import io.millrace.channel.ChannelView;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.Route;
import io.millrace.channel.Segment;
import io.millrace.channel.SegmentPage;
import io.millrace.channel.VideoInfo;
import io.millrace.channel.Window;
import io.millrace.media.Codec;
import io.millrace.mpegts.TsMuxer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a channel's state says to those who ask: pure functions. */
final class ChannelQueries {
    /** Within which a publisher's second track comes, if it has one. */
    private static final Duration TRACKS_SHOW = Duration.ofSeconds(3);

    private final ChannelId id;

    ChannelQueries(ChannelId id) {
        this.id = id;
    }

    ChannelReply.Description describe(ChannelState state) {
        if (state.profile().isEmpty()) {
            return new NoSuchChannel(id);
        }
        ChannelState.Profile profile = state.profile().get();
        return new ChannelReply.Described(
                profile.config(), profile.status(), profile.createdAt(), profile.lastModified());
    }

    ChannelReply.Stat status(ChannelState state, Optional<MediaInfo> media) {
        if (state.profile().isEmpty()) {
            return new NoSuchChannel(id);
        }
        Optional<LiveSession> live = state.session()
                .map(session -> new LiveSession(
                        session.epoch(),
                        session.startedAt(),
                        session.publisher().remoteAddress(),
                        media));
        return new ChannelReply.Status(state.profile().get().status(), live);
    }

    ChannelReply.History history(ChannelState state) {
        if (state.profile().isEmpty()) {
            return new NoSuchChannel(id);
        }
        return new ChannelReply.Sessions(state.past().stream()
                .filter(past -> !past.resumed())
                .map(ChannelState.PastSession::record)
                .toList());
    }

    ChannelReply.WindowReply liveWindow(ChannelState state) {
        if (state.profile().isEmpty()) {
            return new NoSuchChannel(id);
        }
        return new ChannelReply.LiveWindow(state.playlistName(), window(state));
    }

    Window window(ChannelState state) {
        SegmentIndex index = state.index();
        return new Window(
                index.discontinuities(),
                index.targetDurationSeconds(),
                segments(index.window()),
                state.isLive()
                        ? Optional.empty()
                        : state.lastPast().map(past -> past.record().endedAt()));
    }

    List<Segment> segments(List<IndexedSegment> indexed) {
        return indexed.stream().map(segment -> segment.in(id.channel())).toList();
    }

    /**
     * @param withoutSegments see {@link #isWithoutSegments}
     * @param ticket asked only if there is a route
     */
    ChannelView view(
            ChannelState state, boolean withoutSegments, long revision, boolean withWindow, Supplier<String> ticket) {
        boolean exists = state.profile().isPresent();
        return new ChannelView(
                id,
                revision,
                exists,
                state.playlistName(),
                withoutSegments,
                state.session().map(session -> new Route(session.epoch(), session.origin(), ticket.get())),
                exists && withWindow ? Optional.of(window(state)) : Optional.empty());
    }

    /**
     * Whether the session has had time to show its tracks, has shown some, and none that segments could carry.
     *
     * @param media as last reported
     */
    boolean isWithoutSegments(ChannelState state, Optional<MediaInfo> media, Instant now) {
        return state.session()
                        .filter(session -> !now.isBefore(session.startedAt().plus(TRACKS_SHOW)))
                        .isPresent()
                && media.filter(ChannelQueries::isLeftOut).isPresent();
    }

    private static boolean isLeftOut(MediaInfo media) {
        List<String> codecs = Stream.of(
                        media.video().map(VideoInfo::codec), media.audio().map(AudioInfo::codec))
                .flatMap(Optional::stream)
                .toList();
        return !codecs.isEmpty()
                && codecs.stream().allMatch(name -> Codec.ofOssName(name)
                        .filter(codec -> !TsMuxer.carries(codec))
                        .isPresent());
    }

    ChannelReply.Segments find(ChannelState state, QuerySegments query, int maxPages) {
        if (state.profile().isEmpty()) {
            return new NoSuchChannel(id);
        }
        long from = millis(query.from());
        long to = millis(query.to());
        int limit = Math.max(0, query.limit());
        List<PageRef> pages = state.index().pages().stream()
                .filter(page -> page.lastStartMillis() >= from && page.firstStartMillis() <= to)
                .limit(maxPages + 1L)
                .map(this::reference)
                .toList();
        if (pages.size() > maxPages) {
            return new ChannelReply.Found(pages.subList(0, maxPages), List.of(), false);
        }
        List<IndexedSegment> open = state.index().open().stream()
                .filter(segment -> segment.startMillis() >= from && segment.startMillis() <= to)
                .limit(limit + 1L)
                .toList();
        boolean complete = open.size() <= limit;
        List<IndexedSegment> answered = complete ? open : open.subList(0, limit);
        return new ChannelReply.Found(pages, segments(answered), complete);
    }

    /** A time that milliseconds cannot say lies before all segments, or behind them. */
    private static long millis(Instant time) {
        if (time.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
            return Long.MIN_VALUE;
        }
        return time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : time.toEpochMilli();
    }

    private PageRef reference(ClosedPage page) {
        return new PageRef(
                SegmentPage.key(id.channel(), page.firstSequence()),
                page.firstSequence(),
                page.count(),
                page.firstStartMillis(),
                page.lastStartMillis());
    }
}
