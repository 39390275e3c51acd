package io.millrace.media;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames that a newcomer needs before a random access point: the latest metadata and decoder configurations, as
 * copies on the heap, so that they do not hold on to a read buffer for hours and need no release. Not thread-safe: each
 * muxer has its own.
 */
public final class FramePreamble {
    /** So long after metadata that name a track, its frames may keep us waiting. */
    private static final long PROMISE_MILLIS = 5000;

    /** What an encoder sends; the configurations of those beyond are passed on, but not kept. */
    static final int MAX_FURTHER_TRACKS = 16;

    private static final int MAX_FURTHER_BYTES = 1 << 16;

    private Frame metadata;
    private boolean promisedAudio;
    private boolean promisedVideo;
    private Frame video;
    private Frame videoMetadata;
    private Frame audio;
    private Frame audioMetadata;
    private final Map<Integer, Frame> furtherConfigurations = new LinkedHashMap<>();
    private boolean carriedAudio;
    private boolean carriedVideo;

    /** Keeps the frame if newcomers need it. The caller keeps its reference. */
    public void note(Frame frame) {
        if (frame.type() == Frame.Type.FURTHER_CONFIG) {
            noteFurther(frame);
        }
        switch (frame.kind()) {
            case VIDEO -> {
                carriedVideo = true;
                video = latest(video, frame);
                videoMetadata = latestMetadata(videoMetadata, frame);
            }
            case AUDIO -> {
                carriedAudio = true;
                audio = latest(audio, frame);
                audioMetadata = latestMetadata(audioMetadata, frame);
            }
            case SCRIPT -> {
                if (frame.type() == Frame.Type.METADATA) {
                    noteMetadata(frame);
                }
            }
        }
    }

    private void noteFurther(Frame frame) {
        int number = frame.body().getUnsignedByte(frame.body().readerIndex() + frame.payloadOffset() - 1);
        int track = frame.kind().ordinal() << 8 | number;
        boolean room = furtherConfigurations.containsKey(track) || furtherConfigurations.size() < MAX_FURTHER_TRACKS;
        if (room && frame.body().readableBytes() <= MAX_FURTHER_BYTES) {
            furtherConfigurations.put(track, copy(frame));
        }
    }

    private void noteMetadata(Frame frame) {
        metadata = copy(frame);
        promisedAudio = MetadataPromise.ofAudio(frame);
        promisedVideo = MetadataPromise.ofVideo(frame);
    }

    private static Frame latest(Frame kept, Frame frame) {
        if (frame.type() == Frame.Type.CONFIG) {
            return copy(frame);
        }
        boolean otherCodec = kept != null && frame.type() == Frame.Type.CODED && kept.codec() != frame.codec();
        return otherCodec ? null : kept;
    }

    /** Colours and channel layouts; those of a track that is not the default one have no codec here. */
    private static Frame latestMetadata(Frame kept, Frame frame) {
        boolean unknown = frame.codec() == Codec.OTHER_VIDEO || frame.codec() == Codec.OTHER_AUDIO;
        if (frame.type() == Frame.Type.METADATA && !unknown) {
            return copy(frame);
        }
        boolean otherCodec = kept != null && frame.type() == Frame.Type.CONFIG && kept.codec() != frame.codec();
        return otherCodec ? null : kept;
    }

    private static Frame copy(Frame frame) {
        return new Frame(
                frame.codec(),
                frame.type(),
                frame.isKeyFrame(),
                frame.timestampMillis(),
                frame.compositionOffsetMillis(),
                Unpooled.copiedBuffer(frame.body()),
                frame.payloadOffset());
    }

    /** Metadata and the tracks' configurations, as far as there are any; none of them counts references. */
    public List<Frame> frames() {
        List<Frame> frames = new ArrayList<>(5);
        for (Frame frame : new Frame[] {metadata, video, videoMetadata, audio, audioMetadata}) {
            if (frame != null) {
                frames.add(frame);
            }
        }
        frames.addAll(furtherConfigurations.values());
        return frames;
    }

    /** Whether there has been sound, or metadata of late say that there will be. */
    public boolean hasAudio(long nowMillis) {
        return carriedAudio || promisedAudio && isPromiseFresh(nowMillis);
    }

    /** Whether there have been pictures, or metadata of late say that there will be. */
    public boolean hasVideo(long nowMillis) {
        return carriedVideo || promisedVideo && isPromiseFresh(nowMillis);
    }

    private boolean isPromiseFresh(long nowMillis) {
        return nowMillis - metadata.timestampMillis() < PROMISE_MILLIS;
    }
}
