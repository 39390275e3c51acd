package io.millrace.load.media;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The mark in front of each picture: when it was due and the how manieth it is. An H.264 SEI message with user data of
 * our own (ISO 14496-10, annex D.1.7), which goes unchanged through any server that does not touch the coded picture.
 *
 * <pre>
 * length of the rest (4) = 44, NAL type 6, payload type 5, payload size 40
 * UUID (16), time in microseconds since 1970 (16), number (8), 80
 * </pre>
 *
 * The two numbers are hexadecimal digits in ASCII: nothing in them looks like a start code, and the floor program can
 * write them as well.
 */
public final class ClockMark {
    /** What the mark adds to a picture. */
    public static final int BYTES = 48;

    /** Where it begins in the body of a video tag: behind the codec's header. */
    public static final int OFFSET = 5;

    private static final byte[] UUID = "mill-clock-sei-1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_DIGITS = 16;
    private static final int NUMBER_DIGITS = 8;
    private static final int NAL_BYTES = BYTES - Integer.BYTES;
    private static final int PAYLOAD_BYTES = 16 + TIME_DIGITS + NUMBER_DIGITS;
    private static final int UUID_AT = Integer.BYTES + 3;
    private static final int TIME_AT = UUID_AT + 16;
    private static final int NUMBER_AT = TIME_AT + TIME_DIGITS;

    private ClockMark() {}

    /** Appends a mark that is not set yet. */
    public static void write(ByteBuf out) {
        int begin = out.writerIndex();
        out.writeInt(NAL_BYTES).writeByte(6).writeByte(5).writeByte(PAYLOAD_BYTES);
        out.writeBytes(UUID).writeZero(TIME_DIGITS + NUMBER_DIGITS).writeByte(0x80);
        set(out, begin, 0, 0);
    }

    /** Sets the mark that begins at an index. */
    public static void set(ByteBuf buffer, int index, long micros, long number) {
        setDigits(buffer, index + TIME_AT, TIME_DIGITS, micros);
        setDigits(buffer, index + NUMBER_AT, NUMBER_DIGITS, number);
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
        return digits(head, head.readerIndex() + OFFSET + TIME_AT, TIME_DIGITS);
    }

    /** The picture's number, of a head that {@link #isIn has} a mark. */
    public static long number(ByteBuf head) {
        return digits(head, head.readerIndex() + OFFSET + NUMBER_AT, NUMBER_DIGITS);
    }

    private static void setDigits(ByteBuf buffer, int index, int count, long value) {
        for (int i = 0; i < count; i++) {
            buffer.setByte(index + i, DIGITS[(int) (value >>> 4 * (count - 1 - i) & 0xF)]);
        }
    }

    private static long digits(ByteBuf buffer, int index, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 4 | Character.digit(buffer.getByte(index + i), 16);
        }
        return value;
    }
}
