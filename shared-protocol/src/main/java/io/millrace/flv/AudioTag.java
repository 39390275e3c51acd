package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.netty.buffer.ByteBuf;

/**
 * Reads audio tag bodies. The old header is one byte, sound format (4 bits), rate, size and channels, for AAC followed
 * by a packet type. The enhanced one has sound format 9 and a packet type (4 bits), followed by modifiers if any, and a
 * FourCC.
 */
final class AudioTag {
    private static final int ENHANCED = 9;
    private static final int AAC = 10;
    private static final int MAX_MODIFIERS = 8;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int MULTICHANNEL_CONFIG = 4;
    private static final int MULTITRACK = 5;
    private static final int MODIFIER = 7;

    private AudioTag() {}

    static Frame read(long timestampMillis, ByteBuf body) {
        int header = body.getUnsignedByte(body.readerIndex());
        int format = header >> 4;
        if (format == ENHANCED) {
            return readEnhanced(timestampMillis, body, header & 0xf);
        }
        if (format == AAC) {
            boolean config = body.getUnsignedByte(body.readerIndex() + 1) == 0;
            Frame.Type type = config ? Frame.Type.CONFIG : Frame.Type.CODED;
            return new Frame(Codec.AAC, type, false, timestampMillis, 0, body, 2);
        }
        return new Frame(oldCodec(format), Frame.Type.CODED, false, timestampMillis, 0, body, 1);
    }

    private static Codec oldCodec(int format) {
        return switch (format) {
            case 0, 3 -> Codec.PCM;
            case 1 -> Codec.ADPCM;
            case 2, 14 -> Codec.MP3;
            case 4, 5, 6 -> Codec.NELLYMOSER;
            case 7 -> Codec.G711_ALAW;
            case 8 -> Codec.G711_MULAW;
            case 11 -> Codec.SPEEX;
            case 13 -> Codec.OPUS;
            default -> Codec.OTHER_AUDIO;
        };
    }

    private static Frame readEnhanced(long timestampMillis, ByteBuf body, int firstType) {
        int offset = 1;
        int packetType = firstType;
        for (int i = 0; packetType == MODIFIER; i++) {
            if (i == MAX_MODIFIERS) {
                throw new MalformedMediaException("audio modifiers: more than " + MAX_MODIFIERS);
            }
            int size = EnhancedHeader.modifierBytes(body, offset);
            packetType = body.getByte(body.readerIndex() + offset + size - 1) & 0xf;
            offset += size;
        }
        if (packetType == MULTITRACK) {
            return new Frame(Codec.OTHER_AUDIO, Frame.Type.METADATA, false, timestampMillis, 0, body, offset);
        }
        Codec codec = EnhancedHeader.audioCodec(body.getInt(body.readerIndex() + offset));
        Frame.Type type =
                switch (packetType) {
                    case SEQUENCE_START -> Frame.Type.CONFIG;
                    case CODED_FRAMES -> Frame.Type.CODED;
                    case SEQUENCE_END -> Frame.Type.END_OF_SEQUENCE;
                    case MULTICHANNEL_CONFIG -> Frame.Type.METADATA;
                    default ->
                        throw new MalformedMediaException("audio packet type: " + packetType + " (expected: 0 .. 7)");
                };
        return new Frame(codec, type, false, timestampMillis, 0, body, offset + 4);
    }
}
