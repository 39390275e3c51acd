package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;

/**
 * Reads audio tag bodies. The old header is one byte, sound format (4 bits), rate, size and channels, for AAC and
 * Opus followed by a packet type. The enhanced one has sound format 9 and a packet type (4 bits), followed by modifiers if any, and a
 * FourCC.
 */
final class AudioTag {
    static final int ENHANCED = 9;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int MULTICHANNEL_CONFIG = 4;

    private AudioTag() {}

    static Frame read(long timestampMillis, ByteBuf body) {
        int header = body.getUnsignedByte(body.readerIndex());
        int format = header >> 4;
        if (format == ENHANCED) {
            return readEnhanced(timestampMillis, body);
        }
        if (format == OldTag.AAC || format == OldTag.OPUS) {
            boolean config = body.getUnsignedByte(body.readerIndex() + 1) == 0;
            Frame.Type type = config ? Frame.Type.CONFIG : Frame.Type.CODED;
            return new Frame(oldCodec(format), type, false, timestampMillis, 0, body, 2);
        }
        return new Frame(oldCodec(format), Frame.Type.CODED, false, timestampMillis, 0, body, 1);
    }

    static Codec oldCodec(int format) {
        return switch (format) {
            case 0, 3 -> Codec.PCM;
            case 1 -> Codec.ADPCM;
            case OldTag.MP3, 14 -> Codec.MP3;
            case 4, 5, 6 -> Codec.NELLYMOSER;
            case 7 -> Codec.G711_ALAW;
            case 8 -> Codec.G711_MULAW;
            case OldTag.AAC -> Codec.AAC;
            case 11 -> Codec.SPEEX;
            case OldTag.OPUS -> Codec.OPUS;
            default -> Codec.OTHER_AUDIO;
        };
    }

    private static Frame readEnhanced(long timestampMillis, ByteBuf body) {
        EnhancedHeader.Start start = EnhancedHeader.read(MediaKind.AUDIO, body);
        if (start.furtherTracks()) {
            return new Frame(Codec.OTHER_AUDIO, start.furtherType(), false, timestampMillis, 0, body, start.offset());
        }
        Frame.Type type =
                switch (start.packetType()) {
                    case SEQUENCE_START -> Frame.Type.CONFIG;
                    case CODED_FRAMES -> Frame.Type.CODED;
                    case SEQUENCE_END -> Frame.Type.END_OF_SEQUENCE;
                    case MULTICHANNEL_CONFIG -> Frame.Type.METADATA;
                    default ->
                        throw new MalformedMediaException(
                                "audio packet type: " + start.packetType() + " (expected: 0 .. 7)");
                };
        return new Frame(
                EnhancedHeader.audioCodec(start.fourCc(body)), type, false, timestampMillis, 0, body, start.offset());
    }
}
