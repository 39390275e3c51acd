package io.millrace.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import java.util.function.IntPredicate;

/**
 * The layout of chunk headers (RTMP 1.0, section 5.3.1).
 *
 * <pre>
 * basic header   1 byte: header type (2 bits), chunk stream id 2 .. 63 (6 bits);
 *                2 bytes: type, 0, id - 64;   3 bytes: type, 1, id - 64 with the low byte first
 * type 0        11 bytes: time stamp (3), message length (3), message type (1), message stream id (4, low byte first)
 * type 1         7 bytes: time difference, message length, message type
 * type 2         3 bytes: time difference
 * type 3         none
 * extended       4 bytes, if the time field is 0xFFFFFF (for type 3: if that of the chunk stream's last header was)
 * </pre>
 */
final class ChunkHeader {
    static final int MAX_BYTES = 3 + 11 + 4;
    static final int EXTENDED = 0xFFFFFF;
    static final int MAX_STREAM_ID = 65599;
    private static final int[] MESSAGE_HEADER_BYTES = {11, 7, 3, 0};

    private ChunkHeader() {}

    /**
     * Whether a whole header lies at the reader index.
     *
     * @param extended tells of a chunk stream whether its last header had an extended time stamp
     */
    static boolean complete(ByteBuf in, IntPredicate extended) {
        int available = in.readableBytes();
        if (available == 0) {
            return false;
        }
        int start = in.readerIndex();
        int first = in.getUnsignedByte(start);
        int basic = basicBytes(first);
        if (available < basic) {
            return false;
        }
        int format = first >> 6;
        int length = basic + MESSAGE_HEADER_BYTES[format];
        if (available < length) {
            return false;
        }
        boolean isExtended =
                format == 3 ? extended.test(streamId(in, start)) : in.getUnsignedMedium(start + basic) == EXTENDED;
        return !isExtended || available >= length + Integer.BYTES;
    }

    /** Reads the basic header's chunk stream id. */
    static int readStreamId(ByteBuf in) {
        int start = in.readerIndex();
        int id = streamId(in, start);
        in.skipBytes(basicBytes(in.getUnsignedByte(start)));
        return id;
    }

    private static int streamId(ByteBuf in, int start) {
        int id = in.getUnsignedByte(start) & 0x3F;
        return switch (id) {
            case 0 -> 64 + in.getUnsignedByte(start + 1);
            case 1 -> 64 + in.getUnsignedShortLE(start + 1);
            default -> id;
        };
    }

    private static int basicBytes(int first) {
        return switch (first & 0x3F) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    /** Writes a basic header in its shortest form. */
    static void writeBasic(ByteBuf out, int format, int streamId) {
        if (streamId < 2 || streamId > MAX_STREAM_ID) {
            throw new IllegalArgumentException("chunk stream id: " + streamId + " (expected: 2 .. 65599)");
        }
        if (streamId < 64) {
            out.writeByte(format << 6 | streamId);
        } else if (streamId < 320) {
            out.writeByte(format << 6).writeByte(streamId - 64);
        } else {
            out.writeByte(format << 6 | 1).writeShortLE(streamId - 64);
        }
    }
}
