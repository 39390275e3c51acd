package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;

/**
 * Reads video tag bodies. The old header is one byte, frame type (4 bits) and codec id (4 bits), for AVC and its kin
 * followed by a packet type (1 byte) and a composition time (3 bytes, signed). The enhanced header is one byte, a set
 * bit, frame type (3 bits) and packet type (4 bits), followed by modifiers if any, and a FourCC.
 */
final class VideoTag {
    private static final int KEY_FRAME = 1;
    private static final int COMMAND_FRAME = 5;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int CODED_FRAMES_X = 3;
    private static final int METADATA = 4;

    private VideoTag() {}

    static Frame read(long timestampMillis, ByteBuf body) {
        int header = body.getUnsignedByte(body.readerIndex());
        return (header & 0x80) == 0
                ? readOld(timestampMillis, body, header)
                : readEnhanced(timestampMillis, body, header);
    }

    private static Frame readOld(long timestampMillis, ByteBuf body, int header) {
        int frameType = header >> 4;
        if (frameType == COMMAND_FRAME) {
            return new Frame(Codec.OTHER_VIDEO, Frame.Type.METADATA, false, timestampMillis, 0, body, 1);
        }
        Codec codec = oldCodec(header & 0xf);
        if (codec == Codec.OTHER_VIDEO) {
            return new Frame(codec, Frame.Type.CODED, frameType == KEY_FRAME, timestampMillis, 0, body, 1);
        }
        int packetType = body.getUnsignedByte(body.readerIndex() + 1);
        int composition = body.getMedium(body.readerIndex() + 2);
        Frame.Type type =
                switch (packetType) {
                    case 0 -> Frame.Type.CONFIG;
                    case 1 -> Frame.Type.CODED;
                    case 2 -> Frame.Type.END_OF_SEQUENCE;
                    default ->
                        throw new MalformedMediaException(
                                codec + " packet type: " + packetType + " (expected: 0 .. 2)");
                };
        boolean coded = type == Frame.Type.CODED;
        return new Frame(
                codec, type, coded && frameType == KEY_FRAME, timestampMillis, coded ? composition : 0, body, 5);
    }

    static Codec oldCodec(int id) {
        return switch (id) {
            case OldTag.AVC -> Codec.H264;
            case OldTag.HEVC -> Codec.HEVC;
            case OldTag.AV1 -> Codec.AV1;
            default -> Codec.OTHER_VIDEO;
        };
    }

    private static Frame readEnhanced(long timestampMillis, ByteBuf body, int header) {
        int frameType = header >> 4 & 7;
        EnhancedHeader.Start start = EnhancedHeader.read(MediaKind.VIDEO, body);
        int packetType = start.packetType();
        int offset = start.offset();
        if (start.furtherTracks()) {
            return new Frame(Codec.OTHER_VIDEO, start.furtherType(), false, timestampMillis, 0, body, start.offset());
        }
        if (frameType == COMMAND_FRAME && packetType != METADATA) {
            return new Frame(Codec.OTHER_VIDEO, Frame.Type.METADATA, false, timestampMillis, 0, body, start.fourCcAt());
        }
        Codec codec = EnhancedHeader.videoCodec(start.fourCc(body));
        int composition = 0;
        if (packetType == CODED_FRAMES && (codec == Codec.H264 || codec == Codec.HEVC)) {
            composition = body.getMedium(body.readerIndex() + offset);
            offset += 3;
        }
        Frame.Type type =
                switch (packetType) {
                    case SEQUENCE_START -> Frame.Type.CONFIG;
                    case CODED_FRAMES, CODED_FRAMES_X -> Frame.Type.CODED;
                    case SEQUENCE_END -> Frame.Type.END_OF_SEQUENCE;
                    default -> Frame.Type.METADATA;
                };
        boolean key = type == Frame.Type.CODED && frameType == KEY_FRAME;
        return new Frame(codec, type, key, timestampMillis, composition, body, offset);
    }
}
