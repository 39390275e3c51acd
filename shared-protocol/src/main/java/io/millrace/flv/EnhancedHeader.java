package io.millrace.flv;

import io.millrace.media.Codec;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** What enhanced audio and video headers share: FourCCs and packet modifiers (Enhanced RTMP v2). */
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
    static int modifierBytes(ByteBuf body, int offset) {
        int at = body.readerIndex() + offset;
        int size = body.getUnsignedByte(at) + 1;
        if (size == 256) {
            return 1 + 2 + body.getUnsignedShort(at + 1) + 1 + 1;
        }
        return 1 + size + 1;
    }
}
