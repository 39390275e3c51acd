package io.millrace.load.media;

import io.netty.buffer.ByteBuf;

/**
 * One tag of a file.
 *
 * @param type 8 audio, 9 video, 18 script
 * @param timestampMillis from the file's first picture on
 * @param body not changed by anyone; a coded picture's has a mark, not set yet
 * @param marked whether it has
 */
public record StoredTag(int type, int timestampMillis, ByteBuf body, boolean marked) {
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int SCRIPT = 18;

    private static final int ENHANCED = 0x80;
    private static final int AVC = 7;
    private static final int AAC = 10;

    /** Whether a video tag's first bytes are those of a coded key frame, in the old form or the enhanced one. */
    public static boolean isKeyFrame(ByteBuf head) {
        if (head.readableBytes() < 2) {
            return false;
        }
        int first = head.getUnsignedByte(head.readerIndex());
        if ((first & ENHANCED) != 0) {
            int packet = first & 0xF;
            return (first >> 4 & 7) == 1 && (packet == 1 || packet == 3);
        }
        return first >> 4 == 1 && ((first & 0xF) != AVC || head.getByte(head.readerIndex() + 1) == 1);
    }

    static boolean isCodedAvc(int type, ByteBuf body) {
        return type == VIDEO && isAvc(body) && body.getByte(body.readerIndex() + 1) == 1;
    }

    /** Whether a decoder is set up by it rather than fed: metadata and sequence headers. */
    static boolean isSetup(int type, ByteBuf body) {
        boolean first = body.readableBytes() > 1 && body.getByte(body.readerIndex() + 1) == 0;
        return switch (type) {
            case SCRIPT -> true;
            case VIDEO -> first && isAvc(body);
            default -> first && body.getUnsignedByte(body.readerIndex()) >> 4 == AAC;
        };
    }

    private static boolean isAvc(ByteBuf body) {
        return body.readableBytes() > ClockMark.OFFSET && (body.getUnsignedByte(body.readerIndex()) & 0x8F) == AVC;
    }
}
