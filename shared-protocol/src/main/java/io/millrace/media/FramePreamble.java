package io.millrace.media;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames that a newcomer needs before a random access point: the latest metadata and decoder configurations, as
 * copies of their own, so that they do not hold on to a read buffer for hours. Not thread-safe: each muxer has its own.
 */
public final class FramePreamble implements AutoCloseable {
    private Frame metadata;
    private Frame video;
    private Frame audio;
    private boolean carriedAudio;
    private boolean carriedVideo;

    /** Keeps the frame if newcomers need it. The caller keeps its reference. */
    public void note(Frame frame) {
        switch (frame.kind()) {
            case VIDEO -> {
                carriedVideo = true;
                video = latest(video, frame);
            }
            case AUDIO -> {
                carriedAudio = true;
                audio = latest(audio, frame);
            }
            case SCRIPT -> metadata = frame.type() == Frame.Type.METADATA ? replace(metadata, frame) : metadata;
        }
    }

    private static Frame latest(Frame kept, Frame frame) {
        if (frame.type() == Frame.Type.CONFIG) {
            return replace(kept, frame);
        }
        if (kept != null && frame.type() == Frame.Type.CODED && kept.codec() != frame.codec()) {
            kept.release();
            return null;
        }
        return kept;
    }

    private static Frame replace(Frame kept, Frame frame) {
        if (kept != null) {
            kept.release();
        }
        return new Frame(
                frame.codec(),
                frame.type(),
                frame.isKeyFrame(),
                frame.timestampMillis(),
                frame.compositionOffsetMillis(),
                Unpooled.copiedBuffer(frame.body()),
                frame.payloadOffset());
    }

    /** Metadata, video and audio configuration, as far as there are any; still owned by this. */
    public List<Frame> frames() {
        List<Frame> frames = new ArrayList<>(3);
        for (Frame frame : new Frame[] {metadata, video, audio}) {
            if (frame != null) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Whether there has been any sound. */
    public boolean carriedAudio() {
        return carriedAudio;
    }

    /** Whether there has been any picture. */
    public boolean carriedVideo() {
        return carriedVideo;
    }

    @Override
    public void close() {
        frames().forEach(Frame::release);
        metadata = null;
        video = null;
        audio = null;
    }
}
