package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Writes tags in the enhanced form, without modifiers and track numbers. Only the header is made anew; the payload's
 * bytes are shared.
 */
final class EnhancedTag {
    private static final int ENHANCED_VIDEO = 0x80;
    private static final int ENHANCED_AUDIO = 9 << 4;
    private static final int KEY_FRAME = 1;
    private static final int MAX_HEADER_BYTES = 1 + 4 + 3;

    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int CODED_FRAMES_X = 3;

    private EnhancedTag() {}

    /** Whether a header of our own can stand for this one. */
    static boolean canSay(Frame frame) {
        return frame.type() != Frame.Type.METADATA && EnhancedHeader.hasFourCc(frame.codec());
    }

    /** @return a frame of its own, which the caller releases; {@code frame} stays the caller's */
    static Frame of(Frame frame) {
        ByteBuf header = Unpooled.buffer(MAX_HEADER_BYTES, MAX_HEADER_BYTES);
        if (frame.kind() == MediaKind.VIDEO) {
            writeVideo(frame, header);
        } else {
            header.writeByte(ENHANCED_AUDIO | packetType(frame));
            header.writeInt(EnhancedHeader.fourCc(frame.codec()));
        }
        return EnhancedHeader.withHeader(frame, header);
    }

    private static void writeVideo(Frame frame, ByteBuf out) {
        boolean reordered = frame.codec() == Codec.H264 || frame.codec() == Codec.HEVC;
        boolean coded = frame.type() == Frame.Type.CODED;
        boolean inOrder = reordered && coded && frame.compositionOffsetMillis() == 0;
        int frameType = coded ? EnhancedHeader.videoFrameType(frame) : KEY_FRAME;
        out.writeByte(ENHANCED_VIDEO | frameType << 4 | (inOrder ? CODED_FRAMES_X : packetType(frame)));
        out.writeInt(EnhancedHeader.fourCc(frame.codec()));
        if (reordered && coded && !inOrder) {
            out.writeMedium(frame.compositionOffsetMillis());
        }
    }

    private static int packetType(Frame frame) {
        return switch (frame.type()) {
            case CONFIG -> SEQUENCE_START;
            case END_OF_SEQUENCE -> SEQUENCE_END;
            default -> CODED_FRAMES;
        };
    }
}
