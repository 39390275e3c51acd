package io.millrace.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/**
 * Cuts single messages into chunks without remembering anything: a header of type 0, then headers of type 3. So what
 * was written can be sent to any peer at any message boundary, as long as nothing else uses the same chunk stream.
 */
public final class ChunkWriter {
    private ChunkWriter() {}

    /** An upper bound of what {@link #write} writes for a payload of so many bytes. */
    public static int maxBytes(int payloadBytes, int chunkSize) {
        int continuations = payloadBytes / chunkSize;
        return Math.addExact(payloadBytes, ChunkHeader.MAX_BYTES + continuations * (3 + Integer.BYTES));
    }

    /**
     * @param out the caller keeps ownership
     * @param timestamp milliseconds, 32 bits unsigned
     * @param payload the caller keeps ownership, and its indices stay
     */
    public static void write(
            ByteBuf out,
            int chunkStreamId,
            int typeId,
            int timestamp,
            int messageStreamId,
            ByteBuf payload,
            int chunkSize) {
        ChunkHeader.writeBasic(out, 0, chunkStreamId);
        boolean extended = isExtended(timestamp);
        out.writeMedium(extended ? ChunkHeader.EXTENDED : timestamp)
                .writeMedium(payload.readableBytes())
                .writeByte(typeId)
                .writeIntLE(messageStreamId);
        if (extended) {
            out.writeInt(timestamp);
        }
        writePayload(out, chunkStreamId, extended, timestamp, payload, chunkSize);
    }

    static boolean isExtended(int timestamp) {
        return Integer.compareUnsigned(timestamp, ChunkHeader.EXTENDED) >= 0;
    }

    static void writePayload(
            ByteBuf out, int chunkStreamId, boolean extended, int timestampField, ByteBuf payload, int chunkSize) {
        int index = payload.readerIndex();
        int left = payload.readableBytes();
        while (left > chunkSize) {
            out.writeBytes(payload, index, chunkSize);
            index += chunkSize;
            left -= chunkSize;
            ChunkHeader.writeBasic(out, 3, chunkStreamId);
            if (extended) {
                out.writeInt(timestampField);
            }
        }
        out.writeBytes(payload, index, left);
    }
}
