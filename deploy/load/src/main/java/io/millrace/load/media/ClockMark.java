package io.millrace.load.media;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The mark in front of each picture: when it was due and the how manieth it is. An H.264 SEI message with user data of
 * our own (ISO 14496-10, annex D.1.7), which goes unchanged through any server that does not touch the coded picture.
 *
 * <pre>
 * length of the rest (4) = 35, NAL type 6, payload type 5, payload size 31
 * UUID (16), time in microseconds (10), number (5), 80
 * </pre>
 *
 * The two numbers are written in groups of seven bits with the high bit set, so nothing in them looks like a start code.
 */
public final class ClockMark {
    /** What the mark adds to a picture. */
    public static final int BYTES = 39;

    /** Where it begins in the body of a video tag: behind the codec's header. */
    public static final int OFFSET = 5;

    private static final byte[] UUID = "millrace-bench-1".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_GROUPS = 10;
    private static final int NUMBER_GROUPS = 5;
    private static final int NAL_BYTES = BYTES - Integer.BYTES;
    private static final int PAYLOAD_BYTES = 16 + TIME_GROUPS + NUMBER_GROUPS;
    private static final int UUID_AT = Integer.BYTES + 3;
    private static final int TIME_AT = UUID_AT + 16;
    private static final int NUMBER_AT = TIME_AT + TIME_GROUPS;

    private ClockMark() {}

    /** Appends a mark that is not set yet. */
    public static void write(ByteBuf out) {
        int begin = out.writerIndex();
        out.writeInt(NAL_BYTES).writeByte(6).writeByte(5).writeByte(PAYLOAD_BYTES);
        out.writeBytes(UUID).writeZero(TIME_GROUPS + NUMBER_GROUPS).writeByte(0x80);
        set(out, begin, 0, 0);
    }

    /** Sets the mark that begins at an index. */
    public static void set(ByteBuf buffer, int index, long micros, long number) {
        setGroups(buffer, index + TIME_AT, TIME_GROUPS, micros);
        setGroups(buffer, index + NUMBER_AT, NUMBER_GROUPS, number);
    }

    /** Whether the body of a video tag has a mark, of which its first bytes are given. */
    public static boolean isIn(ByteBuf head) {
        int begin = head.readerIndex() + OFFSET;
        if (head.readableBytes() < OFFSET + BYTES || head.getByte(begin + Integer.BYTES) != 6) {
            return false;
        }
        for (int i = 0; i < UUID.length; i++) {
            if (head.getByte(begin + UUID_AT + i) != UUID[i]) {
                return false;
            }
        }
        return true;
    }

    /** When the picture was due, of a head that {@link #isIn has} a mark. */
    public static long micros(ByteBuf head) {
        return groups(head, head.readerIndex() + OFFSET + TIME_AT, TIME_GROUPS);
    }

    /** The picture's number, of a head that {@link #isIn has} a mark. */
    public static long number(ByteBuf head) {
        return groups(head, head.readerIndex() + OFFSET + NUMBER_AT, NUMBER_GROUPS);
    }

    private static void setGroups(ByteBuf buffer, int index, int count, long value) {
        for (int i = 0; i < count; i++) {
            buffer.setByte(index + i, (int) (0x80 | value >>> 7 * (count - 1 - i) & 0x7F));
        }
    }

    private static long groups(ByteBuf buffer, int index, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 7 | buffer.getByte(index + i) & 0x7F;
        }
        return value;
    }
}
