package io.millrace.load.rtmp;

import io.millrace.load.media.BrokenStreamException;
import io.millrace.load.media.MediaListener;
import io.millrace.rtmp.message.MessageType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

/**
 * Finds the messages in a stream of RTMP chunks and keeps of media only the first bytes, so that a viewer costs next to
 * nothing. It is not the server's own decoder, which puts messages together.
 */
final class ChunkScanner {
    private static final int MAX_HEADER_BYTES = 3 + 11 + 4;
    private static final int MAX_KEPT_BYTES = 64 * 1024;
    private static final int EXTENDED = 0xFFFFFF;
    private static final int[] MESSAGE_HEADER_BYTES = {11, 7, 3, 0};

    /** Is told of each message when it is whole. */
    interface Listener {
        /** @param head of media the first bytes, of any other message all of it; lent for the call */
        void onMessage(int type, int timestamp, ByteBuf head);
    }

    private static final class ChunkStream {
        private final ByteBuf head = Unpooled.buffer(MediaListener.HEAD_BYTES, MAX_KEPT_BYTES);
        private int length;
        private int type;
        private int field;
        private int timestamp;
        private boolean extended;
        private int missing;

        private int kept() {
            boolean media = type == MessageType.AUDIO || type == MessageType.VIDEO || type == MessageType.DATA_AMF0;
            return media ? MediaListener.HEAD_BYTES : MAX_KEPT_BYTES;
        }
    }

    private final Listener listener;
    private final IntObjectMap<ChunkStream> streams = new IntObjectHashMap<>(4);
    private final ByteBuf header = Unpooled.buffer(MAX_HEADER_BYTES, MAX_HEADER_BYTES);
    private int chunkSize = 128;
    private ChunkStream current;
    private int missingInChunk;

    ChunkScanner(Listener listener) {
        this.listener = listener;
    }

    /** @param in all of it is read; the caller keeps ownership */
    void read(ByteBuf in) {
        while (in.isReadable()) {
            if (missingInChunk > 0) {
                payload(in);
            } else {
                header.writeByte(in.readByte());
                if (isHeaderComplete()) {
                    beginChunk();
                    header.clear();
                }
            }
        }
    }

    private void payload(ByteBuf in) {
        int count = Math.min(missingInChunk, in.readableBytes());
        int kept = Math.min(count, current.kept() - current.head.readableBytes());
        if (kept > 0) {
            current.head.writeBytes(in, in.readerIndex(), kept);
        }
        in.skipBytes(count);
        current.missing -= count;
        missingInChunk -= count;
        if (current.missing == 0) {
            endMessage();
        }
    }

    private void endMessage() {
        ChunkStream message = current;
        if (message.type == MessageType.SET_CHUNK_SIZE) {
            chunkSize = message.head.getInt(0);
        } else {
            listener.onMessage(message.type, message.timestamp, message.head);
        }
        message.head.clear();
    }

    private int basicBytes() {
        return switch (header.getByte(0) & 0x3F) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    private int streamId() {
        int id = header.getByte(0) & 0x3F;
        return switch (id) {
            case 0 -> 64 + header.getUnsignedByte(1);
            case 1 -> 64 + header.getUnsignedShortLE(1);
            default -> id;
        };
    }

    private boolean isHeaderComplete() {
        int format = header.getUnsignedByte(0) >> 6;
        int basic = basicBytes();
        int bytes = basic + MESSAGE_HEADER_BYTES[format];
        if (header.readableBytes() < bytes) {
            return false;
        }
        boolean extended;
        if (format == 3) {
            ChunkStream stream = streams.get(streamId());
            extended = stream != null && stream.extended;
        } else {
            extended = header.getUnsignedMedium(basic) == EXTENDED;
        }
        return header.readableBytes() == bytes + (extended ? Integer.BYTES : 0);
    }

    private void beginChunk() {
        int format = header.getUnsignedByte(0) >> 6;
        int id = streamId();
        header.skipBytes(basicBytes());
        current = streams.get(id);
        if (current == null) {
            if (format == 3) {
                throw new BrokenStreamException("chunk stream " + id + " begins with header type 3");
            }
            current = new ChunkStream();
            streams.put(id, current);
        }
        if (current.missing == 0) {
            beginMessage(format);
        } else if (format != 3) {
            throw new BrokenStreamException("a new message in chunk stream " + id + " before the last one is whole");
        }
        missingInChunk = Math.min(chunkSize, current.missing);
        if (current.length == 0) {
            endMessage();
        }
    }

    private void beginMessage(int format) {
        ChunkStream stream = current;
        if (format < 3) {
            stream.field = header.readUnsignedMedium();
            stream.extended = stream.field == EXTENDED;
        }
        if (format < 2) {
            stream.length = header.readUnsignedMedium();
            stream.type = header.readUnsignedByte();
        }
        if (format == 0) {
            header.skipBytes(Integer.BYTES);
        }
        if (stream.extended) {
            stream.field = header.readInt();
        }
        stream.timestamp = format == 0 ? stream.field : stream.timestamp + stream.field;
        stream.missing = stream.length;
    }
}
