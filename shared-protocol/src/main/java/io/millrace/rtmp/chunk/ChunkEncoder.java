package io.millrace.rtmp.chunk;

import io.millrace.rtmp.message.RtmpMessage;
import io.millrace.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

/**
 * Cuts the messages of one connection into chunks with the shortest headers that their predecessors allow. Not
 * thread-safe. Keep its chunk streams apart from those that {@link ChunkWriter} uses on the same connection.
 */
public final class ChunkEncoder {
    private static final int INITIAL_CHUNK_SIZE = 128;

    private static final class Last {
        int typeId;
        int length;
        int messageStreamId;
        int timestamp;
        int timestampField;
        boolean absolute;
    }

    private final IntObjectMap<Last> streams = new IntObjectHashMap<>();
    private int chunkSize = INITIAL_CHUNK_SIZE;

    /** Writes a message; a SetChunkSize takes effect for those after it. */
    public void write(ByteBuf out, int chunkStreamId, int timestamp, int messageStreamId, RtmpMessage message) {
        ByteBuf payload = out.alloc().buffer();
        try {
            message.write(payload);
            write(out, chunkStreamId, message.typeId(), timestamp, messageStreamId, payload);
        } finally {
            payload.release();
        }
        if (message instanceof SetChunkSize change) {
            chunkSize = change.size();
        }
    }

    /**
     * @param out the caller keeps ownership
     * @param timestamp milliseconds, 32 bits unsigned
     * @param payload the caller keeps ownership, and its indices stay
     */
    public void write(ByteBuf out, int chunkStreamId, int typeId, int timestamp, int messageStreamId, ByteBuf payload) {
        Last last = streams.get(chunkStreamId);
        int format = format(last, typeId, timestamp, messageStreamId, payload.readableBytes());
        if (last == null) {
            last = new Last();
            streams.put(chunkStreamId, last);
        }
        int field = format == 0 ? timestamp : timestamp - last.timestamp;
        boolean extended = ChunkWriter.isExtended(field);
        last.typeId = typeId;
        last.length = payload.readableBytes();
        last.messageStreamId = messageStreamId;
        last.timestamp = timestamp;
        last.timestampField = field;
        last.absolute = format == 0;

        ChunkHeader.writeBasic(out, format, chunkStreamId);
        writeMessageHeader(out, format, last, extended);
        if (extended) {
            out.writeInt(field);
        }
        ChunkWriter.writePayload(out, chunkStreamId, extended, field, payload, chunkSize);
    }

    private static void writeMessageHeader(ByteBuf out, int format, Last message, boolean extended) {
        if (format < 3) {
            out.writeMedium(extended ? ChunkHeader.EXTENDED : message.timestampField);
        }
        if (format < 2) {
            out.writeMedium(message.length).writeByte(message.typeId);
        }
        if (format == 0) {
            out.writeIntLE(message.messageStreamId);
        }
    }

    /** Readers disagree on what type 3 means for a message right after one of type 0, so that is never written. */
    private static int format(Last last, int typeId, int timestamp, int messageStreamId, int length) {
        if (last == null || messageStreamId != last.messageStreamId || timestamp - last.timestamp < 0) {
            return 0;
        }
        if (typeId != last.typeId || length != last.length) {
            return 1;
        }
        return last.absolute || timestamp - last.timestamp != last.timestampField ? 2 : 3;
    }
}
