package io.millrace.origin.segment;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.mpegts.TsMuxer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Cuts one feed into MPEG-TS segments. A segment ends at the first key frame after the channel's fragment duration; a
 * feed without video is cut at any frame, and one whose key frames stay away is cut after a longer time all the same.
 * A changed decoder configuration takes effect at the next key frame, where a segment then begins that does not
 * continue the one before.
 *
 * <p>Not thread-safe: used by the feed's event loop only, which it never makes wait.
 */
public final class Segmenter {
    private static final int LONGEST_LAST_FRAME_MILLIS = 1000;

    private final long fragmentMillis;
    private final long forcedCutMillis;
    private final int maxBytes;
    private final InstantSource clock;
    private final SegmentSink sink;
    private final SegmentBuffer buffer;
    private final TsMuxer muxer;
    private final Track video = new Track();
    private final Track audio = new Track();

    private final Prologue prologue = new Prologue();
    private long newestTime;
    private boolean pictureSeen;
    private long soundStart = -1;
    private boolean open;
    private boolean continues;
    private boolean discontinuity;
    private long startMillis;
    private long firstTime;
    private long lastTime;
    private long paceTime;
    private long pace = 1;

    /** @param leftOut is told of each coding that segments cannot carry, as often as it comes */
    public Segmenter(
            SegmentSettings settings,
            int fragmentSeconds,
            ByteBufAllocator allocator,
            InstantSource clock,
            SegmentSink sink,
            Consumer<Codec> leftOut) {
        this.fragmentMillis = fragmentSeconds * 1000L;
        this.forcedCutMillis =
                Math.max(2 * fragmentMillis, settings.forcedCutAfter().toMillis());
        this.maxBytes = settings.maxBytes();
        this.clock = clock;
        this.sink = sink;
        this.buffer = new SegmentBuffer(allocator, settings.blockBytes());
        this.muxer = new TsMuxer(leftOut);
    }

    /** @param frame the caller keeps its reference */
    public void write(Frame frame) {
        boolean media = frame.type() == Frame.Type.CONFIG || frame.type() == Frame.Type.CODED;
        if (!media || frame.kind() == MediaKind.SCRIPT) {
            return;
        }
        if (!TsMuxer.carries(frame.codec())) {
            leaveOut(frame);
            return;
        }
        newestTime = Math.max(newestTime, frame.timestampMillis());
        boolean held = !prologue.isComplete() && prologue.hold(frame);
        if (prologue.isComplete()) {
            endPrologue();
        }
        if (!held) {
            announce(frame);
            writeCoded(frame);
        }
    }

    /** Segments promise a track no more, nor wait for it, whose publisher has gone over to such a coding. */
    private void leaveOut(Frame frame) {
        track(frame.kind()).withdraw();
        muxer.write(frame, Unpooled.EMPTY_BUFFER);
    }

    /** The feed is over: hands on what is left and lets go of everything. */
    public void finish() {
        endPrologue();
        if (open) {
            cut(Math.max(lastTime + 1, paceTime + pace));
        }
        buffer.clear();
    }

    private void endPrologue() {
        prologue.forEach(this::announce);
        prologue.forEach(this::writeCoded);
        prologue.end();
    }

    private void announce(Frame frame) {
        if (frame.type() == Frame.Type.CONFIG) {
            track(frame.kind()).announce(frame);
        } else if (frame.codec() == Codec.MP3) {
            audio.announce(Codec.MP3);
        }
    }

    private void writeCoded(Frame frame) {
        if (frame.type() != Frame.Type.CODED) {
            return;
        }
        if (frame.kind() == MediaKind.VIDEO) {
            writeVideo(frame);
        } else {
            writeAudio(frame);
        }
    }

    private void writeVideo(Frame frame) {
        if (!video.present()) {
            return;
        }
        pictureSeen = true;
        if (frame.isKeyFrame()) {
            if (!open || age(frame) >= fragmentMillis || video.changed() || audio.changed()) {
                beginAt(frame);
            }
        } else {
            cutIfOverdue(frame);
        }
        if (open && video.isCoded(frame.codec())) {
            append(frame);
        }
    }

    private void writeAudio(Frame frame) {
        if (!audio.present()) {
            return;
        }
        if (soundStart < 0) {
            soundStart = frame.timestampMillis();
        }
        if (picturesGoOrAreToCome(frame)) {
            cutIfOverdue(frame);
        } else if (!open || age(frame) >= fragmentMillis || audio.changed()) {
            beginAt(frame);
        }
        if (open && audio.isCoded(frame.codec()) && !audio.changed()) {
            append(frame);
        }
    }

    /** An announced video of which no frame comes for a fragment's duration does not keep the sound waiting. */
    private boolean picturesGoOrAreToCome(Frame sound) {
        return video.present() && (pictureSeen || sound.timestampMillis() - soundStart < fragmentMillis);
    }

    private void cutIfOverdue(Frame frame) {
        if (open && age(frame) >= forcedCutMillis) {
            beginAt(frame);
        }
    }

    private void append(Frame frame) {
        int room = TsMuxer.maxBytes(frame);
        if (buffer.bytes() > 0 && buffer.bytes() + room > maxBytes) {
            beginAt(frame);
        }
        muxer.write(frame, buffer.room(room));
        noteTime(frame);
    }

    private void noteTime(Frame frame) {
        long time = frame.timestampMillis();
        lastTime = Math.max(lastTime, time);
        if (frame.kind() == MediaKind.VIDEO || !video.active()) {
            if (time > paceTime) {
                pace = Math.min(time - paceTime, LONGEST_LAST_FRAME_MILLIS);
            }
            paceTime = time;
        }
    }

    private void beginAt(Frame frame) {
        if (open) {
            cut(frame.timestampMillis());
        }
        discontinuity = !continues || audio.changed() || (pictureSeen && video.changed());
        if (pictureSeen) {
            adopt(video);
        }
        adopt(audio);
        muxer.beginSegment();
        open = true;
        startMillis = Math.max(startMillis + 1, clock.millis() - (newestTime - frame.timestampMillis()));
        firstTime = frame.timestampMillis();
        lastTime = firstTime;
        paceTime = firstTime;
    }

    private void adopt(Track track) {
        if (track.changed()) {
            Frame config = track.adopt();
            if (config != null) {
                muxer.write(config, buffer.room(TsMuxer.maxBytes(config)));
            }
        }
    }

    private void cut(long endTime) {
        open = false;
        if (buffer.bytes() == 0) {
            return;
        }
        int duration = (int) Math.max(1, Math.min(endTime - firstTime, Integer.MAX_VALUE));
        continues = sink.offer(new CutSegment(buffer.take(), startMillis, duration, discontinuity));
    }

    private long age(Frame frame) {
        return frame.timestampMillis() - firstTime;
    }

    private Track track(MediaKind kind) {
        return kind == MediaKind.VIDEO ? video : audio;
    }
}
