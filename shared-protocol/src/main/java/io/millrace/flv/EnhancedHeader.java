package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** What enhanced audio and video headers share: FourCCs, packet modifiers and track numbers (Enhanced RTMP v2). */
final class EnhancedHeader {
    private static final int AVC1 = fourCc("avc1");
    private static final int HVC1 = fourCc("hvc1");
    private static final int AV01 = fourCc("av01");
    private static final int VP08 = fourCc("vp08");
    private static final int VP09 = fourCc("vp09");
    private static final int MP4A = fourCc("mp4a");
    private static final int MP3 = fourCc(".mp3");
    private static final int OPUS = fourCc("Opus");
    private static final int FLAC = fourCc("fLaC");
    private static final int AC3 = fourCc("ac-3");
    private static final int EAC3 = fourCc("ec-3");

    private static final int MAX_MODIFIERS = 8;
    private static final int SEQUENCE_START = 0;
    private static final int MODIFIER = 7;
    private static final int VIDEO_MULTITRACK = 6;
    private static final int AUDIO_MULTITRACK = 5;
    private static final int ONE_TRACK = 0;
    private static final int DEFAULT_TRACK = 0;

    private EnhancedHeader() {}

    private static int fourCc(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    }

    static Codec videoCodec(int fourCc) {
        if (fourCc == AVC1) {
            return Codec.H264;
        } else if (fourCc == HVC1) {
            return Codec.HEVC;
        } else if (fourCc == AV01) {
            return Codec.AV1;
        } else if (fourCc == VP08) {
            return Codec.VP8;
        }
        return fourCc == VP09 ? Codec.VP9 : Codec.OTHER_VIDEO;
    }

    static Codec audioCodec(int fourCc) {
        if (fourCc == MP4A) {
            return Codec.AAC;
        } else if (fourCc == MP3) {
            return Codec.MP3;
        } else if (fourCc == OPUS) {
            return Codec.OPUS;
        } else if (fourCc == FLAC) {
            return Codec.FLAC;
        } else if (fourCc == AC3) {
            return Codec.AC3;
        }
        return fourCc == EAC3 ? Codec.EAC3 : Codec.OTHER_AUDIO;
    }

    /**
     * The size of a ModEx block that begins {@code offset} bytes into the body: its size less one (1 byte, or 255 and
     * then 2 bytes), its data, and one byte with its kind (4 bits) and the packet type that follows (4 bits).
     */
    private static int modifierBytes(ByteBuf body, int offset) {
        int at = body.readerIndex() + offset;
        int size = body.getUnsignedByte(at) + 1;
        if (size == 256) {
            return 1 + 2 + body.getUnsignedShort(at + 1) + 1 + 1;
        }
        return 1 + size + 1;
    }

    /**
     * Where a header leads to.
     *
     * @param packetType that of the media, but for a tag of several tracks
     * @param fourCcAt where the FourCC begins; for a tag of several tracks, what follows the packet type
     * @param offset of what follows the FourCC and the track's number
     * @param furtherTracks whether it is of another track than the default one, or of several
     */
    record Start(int packetType, int fourCcAt, int offset, boolean furtherTracks) {
        int fourCc(ByteBuf body) {
            return body.getInt(body.readerIndex() + fourCcAt);
        }

        /** What a tag that is not of the default track alone is. */
        Frame.Type furtherType() {
            return packetType == SEQUENCE_START ? Frame.Type.FURTHER_CONFIG : Frame.Type.METADATA;
        }
    }

    /**
     * Reads on from the packet type in the first byte: skips the modifiers, and takes the default track out of its
     * dress. A tag of one track has the kind of grouping (4 bits), the packet type (4 bits), the FourCC and the track's
     * number (1 byte).
     *
     * @throws IndexOutOfBoundsException if the body ends within the header
     */
    static Start read(MediaKind kind, ByteBuf body) {
        int at = body.readerIndex();
        int packetType = body.getByte(at) & 0xf;
        int offset = 1;
        for (int i = 0; packetType == MODIFIER; i++) {
            if (i == MAX_MODIFIERS) {
                throw new MalformedMediaException(kind + " modifiers: more than " + MAX_MODIFIERS);
            }
            offset += modifierBytes(body, offset);
            packetType = body.getByte(at + offset - 1) & 0xf;
        }
        if (packetType != multitrack(kind)) {
            return new Start(packetType, offset, offset + 4, false);
        }
        int grouping = body.getUnsignedByte(at + offset);
        if (grouping >> 4 != ONE_TRACK) {
            return new Start(packetType, offset, offset, true);
        }
        boolean further = body.getByte(at + offset + 5) != DEFAULT_TRACK;
        return new Start(grouping & 0xf, offset + 1, offset + 6, further);
    }

    private static int multitrack(MediaKind kind) {
        return kind == MediaKind.VIDEO ? VIDEO_MULTITRACK : AUDIO_MULTITRACK;
    }

    /** Whether an audio or video frame came in the enhanced form. */
    static boolean isEnhanced(Frame frame) {
        int first = first(frame);
        return frame.kind() == MediaKind.VIDEO ? (first & 0x80) != 0 : first >> 4 == AudioTag.ENHANCED;
    }

    /** Whether an enhanced frame has neither modifiers nor track numbers. */
    static boolean isPlain(Frame frame) {
        int packetType = first(frame) & 0xf;
        return packetType != MODIFIER && packetType != multitrack(frame.kind());
    }

    /** The video frame type, which is 1 for key frames, 2 for others, 3 for those that may be dropped. */
    static int videoFrameType(Frame frame) {
        return first(frame) >> 4 & 7;
    }

    private static int first(Frame frame) {
        return frame.body().getUnsignedByte(frame.body().readerIndex());
    }

    /**
     * The frame's payload behind another header.
     *
     * @param header taken over
     * @return a frame that shares the payload, and that the caller releases
     */
    static Frame withHeader(Frame frame, ByteBuf header) {
        int payloadOffset = header.readableBytes();
        ByteBuf body = Unpooled.wrappedBuffer(header, frame.payload().retain());
        return new Frame(
                frame.codec(),
                frame.type(),
                frame.isKeyFrame(),
                frame.timestampMillis(),
                frame.compositionOffsetMillis(),
                body,
                payloadOffset);
    }

    static boolean hasFourCc(Codec codec) {
        return fourCc(codec) != 0;
    }

    /** A codec's FourCC, as a number; 0 if it has none. */
    static int fourCc(Codec codec) {
        return switch (codec) {
            case H264 -> AVC1;
            case HEVC -> HVC1;
            case AV1 -> AV01;
            case VP8 -> VP08;
            case VP9 -> VP09;
            case AAC -> MP4A;
            case MP3 -> MP3;
            case OPUS -> OPUS;
            case FLAC -> FLAC;
            case AC3 -> AC3;
            case EAC3 -> EAC3;
            default -> 0;
        };
    }
}
