package io.millrace.origin.segment;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * What the segmenter knows of the audio or the video of a feed: the coding and configuration that the current segment
 * has, and those announced since, which the next segment will have.
 */
final class Track {
    private Codec codec;
    private Frame config;
    private Codec nextCodec;
    private Frame nextConfig;

    /** Whether anything of this kind has been announced. */
    boolean present() {
        return codec != null || nextCodec != null;
    }

    /** Whether a configuration waits for the next segment. */
    boolean changed() {
        return nextCodec != null;
    }

    /** Whether the current segment is one of this coding. */
    boolean isCoded(Codec frameCodec) {
        return codec == frameCodec;
    }

    /** Whether the current segment has any of this kind. */
    boolean active() {
        return codec != null;
    }

    /** Takes note of a configuration; one that says nothing new is passed over. */
    void announce(Frame announced) {
        Frame newest = changed() ? nextConfig : config;
        if (newest != null && newest.codec() == announced.codec() && sameBytes(newest, announced)) {
            return;
        }
        dropNext();
        if (config != null && config.codec() == announced.codec() && sameBytes(config, announced)) {
            return;
        }
        nextCodec = announced.codec();
        nextConfig = copy(announced);
    }

    /** Takes note of a coding that needs no configuration. */
    void announce(Codec announced) {
        if ((changed() ? nextCodec : codec) == announced) {
            return;
        }
        dropNext();
        if (codec != announced) {
            nextCodec = announced;
        }
    }

    /**
     * Makes what was announced the current segment's.
     *
     * @return the configuration to begin the segment with, or {@code null} if there is none
     */
    Frame adopt() {
        if (changed()) {
            codec = nextCodec;
            config = nextConfig;
            nextCodec = null;
            nextConfig = null;
        }
        return config;
    }

    /** Nothing of this kind comes any more, until it is announced again. */
    void withdraw() {
        codec = null;
        config = null;
        dropNext();
    }

    private void dropNext() {
        nextConfig = null;
        nextCodec = null;
    }

    /** On the heap, so that it does not hold on to a read buffer for hours and needs no release. */
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

    private static boolean sameBytes(Frame one, Frame other) {
        return ByteBufUtil.equals(one.body(), other.body());
    }
}
