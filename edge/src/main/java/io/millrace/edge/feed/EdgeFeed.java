package io.millrace.edge.feed;

import io.millrace.audio.AudioMuxer;
import io.millrace.audio.RecentAudio;
import io.millrace.flv.FlvMuxer;
import io.millrace.flv.FlvTag;
import io.millrace.flv.FormMuxer;
import io.millrace.flv.TagForm;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.media.Timeline;
import io.millrace.mpegts.TsStreamMuxer;
import io.millrace.relay.RelayPlay;
import io.millrace.rtmp.mux.RtmpMuxer;
import io.millrace.rtmp.mux.Tracks;
import io.millrace.stream.Cursor;
import io.millrace.stream.LeftOutTracks;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The live frames of one channel on this edge. It outlives sessions: when another publisher follows, time goes on and
 * viewers stay. Each format that somebody watches has one stream log, begun with the cached group of pictures. For edges
 * that pull from this one there is the relay log, which carries one session only, at its origin's times. Confined to the channel's event loop, which is the only writer; cursors may go anywhere.
 */
public final class EdgeFeed implements AutoCloseable {
    private final FeedSettings settings;
    private final Function<String, LeftOutTracks> leftOutOf;
    private final Timeline timeline = new Timeline();
    private final GopCache cache;
    private final RecentAudio recent;
    private final FeedTracks tracks = new FeedTracks();
    private final Map<StreamFormat, FormatLog> formats = new HashMap<>();
    private final Map<String, LeftOutTracks> leftOut = new HashMap<>();
    private Runnable onTracks = () -> {};
    private SessionPosition position = new SessionPosition();
    private Optional<FormatLog> relay = Optional.empty();
    private long epoch = -1;
    private boolean begun;
    private long lastFrameNanos;

    /** @param leftOutOf makes what is told of tracks that the format of that name cannot carry */
    public EdgeFeed(FeedSettings settings, Function<String, LeftOutTracks> leftOutOf) {
        this.settings = settings;
        this.leftOutOf = leftOutOf;
        this.cache = new GopCache(settings.gopCacheBytes());
        this.recent = new RecentAudio(settings.fastCache());
    }

    /** @param listener is called when more, or another thing, is known of the session's tracks, see {@link #fit} */
    public void onTracks(Runnable listener) {
        onTracks = listener;
    }

    /** Whether the format carries anything of the session, as far as that has shown. */
    public Fit fit(StreamFormat format) {
        return tracks.fit(format);
    }

    /**
     * Takes in one message of the relay.
     *
     * @param payload the caller keeps its reference
     * @throws io.millrace.media.MalformedMediaException if it cannot be read; the feed goes on without it
     */
    public void write(MediaKind kind, int timestamp, ByteBuf payload, long nowNanos) {
        Frame read = FlvTag.read(kind, 0, payload.retainedSlice());
        try {
            if (position.isAstray(nowNanos)) {
                beginTime(nowNanos);
            }
            if (!position.isRepeated(read, timestamp)) {
                take(read, timestamp, nowNanos);
            }
        } finally {
            read.release();
        }
    }

    private void take(Frame read, int timestamp, long nowNanos) {
        Frame frame = read.at(timeline.next(read.kind(), timestamp));
        Frame received = read.at(Integer.toUnsignedLong(timestamp));
        begun = true;
        lastFrameNanos = nowNanos;
        cache.add(frame, received.timestampMillis());
        for (FormatLog format : formats.values()) {
            format.write(frame);
        }
        relay.ifPresent(log -> log.write(received));
        recent.add(frame);
        if (tracks.note(frame)) {
            onTracks.run();
        }
    }

    /**
     * The next message comes from another connection: one of the same session repeats what was there, and goes on from
     * there; the time stamps of another session do not continue the last one's.
     */
    public void beginSession(long nextEpoch, long nowNanos) {
        endRelay();
        if (begun && nextEpoch == epoch) {
            position.resume(nowNanos);
        } else {
            epoch = nextEpoch;
            beginTime(nowNanos);
        }
    }

    private void beginTime(long nowNanos) {
        position = new SessionPosition();
        timeline.restartAfter(begun ? (nowNanos - lastFrameNanos) / 1_000_000 : 0);
        cache.beginSession();
        recent.clear();
        tracks.beginSession();
        leftOut.values().forEach(LeftOutTracks::beginSession);
        formats.values().forEach(format -> format.beginSession(nowNanos));
        relay.ifPresent(log -> log.beginSession(nowNanos));
    }

    /** At the newest random access point of the relay log. */
    public Cursor joinRelay() {
        if (relay.isEmpty()) {
            RtmpMuxer muxer = new RtmpMuxer(RelayPlay.MESSAGE_STREAM, settings.rtmpChunkSize(), Tracks.ALL);
            FormatLog log = new FormatLog(muxer, new StreamLog(settings.log()), lastFrameNanos);
            cache.replayAsReceived(log::write);
            relay = Optional.of(log);
        }
        return relay.get().join(false);
    }

    /** Ends the relay log: those who read it read what is left, then are at the end. */
    public void endRelay() {
        relay.ifPresent(FormatLog::close);
        relay = Optional.empty();
    }

    /** @param atNextRandomAccessPoint rather than at the newest there is */
    public Cursor join(StreamFormat format, boolean atNextRandomAccessPoint) {
        return formats.computeIfAbsent(format, this::begin).join(atNextRandomAccessPoint);
    }

    public void leave(StreamFormat format, long nowNanos) {
        FormatLog log = formats.get(format);
        if (log != null) {
            log.leave(nowNanos);
        }
    }

    /** Drops the formats that nobody has watched for the given time. */
    public void dropUnused(long nowNanos, long lingerNanos) {
        formats.values().removeIf(format -> {
            boolean unused = format.isUnused(nowNanos, lingerNanos);
            if (unused) {
                format.close();
            }
            return unused;
        });
    }

    /**
     * Ends the formats that have a place for some codings only and into which nothing has come for that time, though media
     * have: their viewers read what is left, then are at the end.
     *
     * @return the formats that have ended, whose viewers are this feed's no longer
     */
    public Set<StreamFormat> endSilent(long patienceNanos) {
        Set<StreamFormat> silent = formats.entrySet().stream()
                .filter(entry -> entry.getValue().silentNanos(lastFrameNanos) > patienceNanos)
                .map(Map.Entry::getKey)
                .filter(FeedTracks::isSelective)
                .collect(Collectors.toSet());
        silent.forEach(format -> formats.remove(format).close());
        return silent;
    }

    private FormatLog begin(StreamFormat format) {
        FormatLog log = new FormatLog(muxer(format), new StreamLog(settings.log()), lastFrameNanos);
        cache.replay(log::write);
        return log;
    }

    private Muxer muxer(StreamFormat format) {
        if (format instanceof StreamFormat.Rtmp rtmp) {
            return new FormMuxer(
                    rtmp.form(),
                    new RtmpMuxer(rtmp.messageStreamId(), settings.rtmpChunkSize(), rtmp.tracks()),
                    leftOut("rtmp-" + name(rtmp.form())));
        } else if (format instanceof StreamFormat.Flv flv) {
            return new FormMuxer(flv.form(), new FlvMuxer(), leftOut("flv-" + name(flv.form())));
        } else if (format instanceof StreamFormat.Ts) {
            return new TsStreamMuxer(leftOut("ts"));
        } else if (format instanceof StreamFormat.Aac) {
            return AudioMuxer.aac(recent, leftOut("aac"));
        } else if (format instanceof StreamFormat.Mp3) {
            return AudioMuxer.mp3(recent);
        }
        throw new AssertionError(format);
    }

    private static String name(TagForm form) {
        return form.name().toLowerCase(Locale.ROOT);
    }

    /** The same one though a format is made anew, as a track is spoken of once a session. */
    private LeftOutTracks leftOut(String format) {
        return leftOut.computeIfAbsent(format, leftOutOf);
    }

    /** Ends all formats: their viewers read what is left, then are at the end. */
    @Override
    public void close() {
        endRelay();
        formats.values().forEach(FormatLog::close);
        formats.clear();
        cache.close();
    }
}
