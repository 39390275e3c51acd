package io.millrace.media;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;

/**
 * One coded audio, video or script unit with its timestamp, as it came in.
 *
 * <p>The body is the body of an FLV tag, which is also the payload of an RTMP audio, video or data message: the codec's
 * header bytes followed by the coded payload. It is a reference-counted slice of what was read and is never changed.
 *
 * <p>A frame shares the reference count of its body: whoever is handed a frame and wants to keep it calls
 * {@link #retain()}, and each retain is paired with one {@link #release()}. Frames may be read on any thread; they are
 * made by the feed's event loop.
 */
public final class Frame {
    /** What a frame is to a decoder. */
    public enum Type {
        /** {@code onMetaData}, colour information and kin: passed on, but no decoder needs it. */
        METADATA,
        /**
         * The decoder configuration of a track that is not the default one, whose number is the header's last byte: kept
         * for newcomers, and otherwise as metadata.
         */
        FURTHER_CONFIG,
        /** The decoder configuration (sequence header): AVCDecoderConfigurationRecord, AudioSpecificConfig and kin. */
        CONFIG,
        /** Coded data. */
        CODED,
        /** The codec's end-of-sequence mark; carries no media. */
        END_OF_SEQUENCE
    }

    private final Codec codec;
    private final Type type;
    private final boolean keyFrame;
    private final long timestampMillis;
    private final int compositionOffsetMillis;
    private final ByteBuf body;
    private final int payloadOffset;

    /**
     * @param timestampMillis the decoding time in milliseconds on the feed's time line
     * @param compositionOffsetMillis presentation time less decoding time, 0 but for video with B-frames
     * @param body the FLV tag body; the frame takes over the caller's reference
     * @param payloadOffset where in the body, from its reader index, the coded payload begins
     * @throws MalformedMediaException if that lies beyond the body's end
     */
    public Frame(
            Codec codec,
            Type type,
            boolean keyFrame,
            long timestampMillis,
            int compositionOffsetMillis,
            ByteBuf body,
            int payloadOffset) {
        this.codec = requireNonNull(codec, "codec");
        this.type = requireNonNull(type, "type");
        this.keyFrame = keyFrame;
        this.timestampMillis = timestampMillis;
        this.compositionOffsetMillis = compositionOffsetMillis;
        this.body = requireNonNull(body, "body");
        this.payloadOffset = payloadOffset;
        if (payloadOffset < 0 || payloadOffset > body.readableBytes()) {
            throw new MalformedMediaException(
                    codec + " header: " + payloadOffset + " bytes (expected: at most " + body.readableBytes() + ")");
        }
    }

    public Codec codec() {
        return codec;
    }

    public MediaKind kind() {
        return codec.kind();
    }

    public Type type() {
        return type;
    }

    /** Whether this is a coded video frame that a decoder can start at. */
    public boolean isKeyFrame() {
        return keyFrame;
    }

    public long timestampMillis() {
        return timestampMillis;
    }

    public int compositionOffsetMillis() {
        return compositionOffsetMillis;
    }

    /** The whole FLV tag body; the frame keeps ownership, and readers use absolute indices or a duplicate. */
    public ByteBuf body() {
        return body;
    }

    /** The coded payload without the codec's header bytes, as a slice that shares the frame's reference count. */
    public ByteBuf payload() {
        return body.slice(body.readerIndex() + payloadOffset, body.readableBytes() - payloadOffset);
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    /** The same frame at another time, sharing this frame's reference count (not retained). */
    public Frame at(long otherTimestampMillis) {
        return otherTimestampMillis == timestampMillis
                ? this
                : new Frame(codec, type, keyFrame, otherTimestampMillis, compositionOffsetMillis, body, payloadOffset);
    }

    public Frame retain() {
        body.retain();
        return this;
    }

    public void release() {
        body.release();
    }

    @Override
    public String toString() {
        return codec + " " + type + (keyFrame ? " key" : "") + " @" + timestampMillis + "ms " + body.readableBytes()
                + " bytes";
    }
}
