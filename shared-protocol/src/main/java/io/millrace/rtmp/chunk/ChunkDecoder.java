package io.millrace.rtmp.chunk;

import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

/**
 * Puts chunks together to {@link RawMessage}s and passes them on. SetChunkSize and Abort change how the next byte is
 * read, so they are carried out here and go no further.
 *
 * <p>A message that lies whole in one chunk and in one read is a slice of what was read; any other is copied once into a
 * pooled buffer of its exact size, whose memory is committed as its bytes arrive. After a breach of the format or of a
 * bound, which is thrown into the pipeline, everything that follows is discarded.
 */
public final class ChunkDecoder extends ChannelInboundHandlerAdapter {
    private static final int INITIAL_CHUNK_SIZE = 128;

    private final ChunkLimits limits;
    private final IntObjectMap<ChunkStream> streams = new IntObjectHashMap<>();
    /** A chunk header of which only the first bytes have been read. */
    private final ByteBuf splitHeader = Unpooled.buffer(ChunkHeader.MAX_BYTES, ChunkHeader.MAX_BYTES);

    private int chunkSize = INITIAL_CHUNK_SIZE;
    private ChunkStream current;
    /** Payload bytes of the current chunk still to come; 0 = a header comes next. */
    private int missingInChunk;

    private int unfinishedBytes;
    private boolean broken;

    public ChunkDecoder(ChunkLimits limits) {
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!broken) {
                decode(ctx, in);
            }
        } catch (RuntimeException e) {
            broken = true;
            releaseParts();
            throw e;
        } finally {
            in.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        releaseParts();
        splitHeader.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        releaseParts();
        ctx.fireChannelInactive();
    }

    private void releaseParts() {
        streams.values().forEach(ChunkStream::abort);
        unfinishedBytes = 0;
        missingInChunk = 0;
    }

    private void decode(ChannelHandlerContext ctx, ByteBuf in) {
        while (in.isReadable() && !broken) {
            if (missingInChunk > 0) {
                payload(ctx, in);
            } else if (!splitHeader.isReadable() && ChunkHeader.complete(in, this::extendedOf)) {
                header(ctx, in);
            } else {
                splitHeader(ctx, in);
            }
        }
    }

    /** A header that two reads share is collected byte by byte; it is at most 18 bytes long. */
    private void splitHeader(ChannelHandlerContext ctx, ByteBuf in) {
        while (in.isReadable() && !ChunkHeader.complete(splitHeader, this::extendedOf)) {
            splitHeader.writeByte(in.readByte());
        }
        if (ChunkHeader.complete(splitHeader, this::extendedOf)) {
            header(ctx, splitHeader);
            ByteBuf payloadAfterAll =
                    splitHeader.isReadable() ? Unpooled.copiedBuffer(splitHeader) : Unpooled.EMPTY_BUFFER;
            splitHeader.clear();
            decode(ctx, payloadAfterAll);
        }
    }

    private boolean extendedOf(int chunkStreamId) {
        ChunkStream stream = streams.get(chunkStreamId);
        return stream != null && stream.extended;
    }

    private void header(ChannelHandlerContext ctx, ByteBuf in) {
        int format = in.getUnsignedByte(in.readerIndex()) >> 6;
        ChunkStream stream = stream(ChunkHeader.readStreamId(in), format);
        if (format == 3) {
            continueOrRepeat(stream, in);
        } else {
            begin(stream, format, in);
        }
        current = stream;
        missingInChunk = Math.min(chunkSize, stream.missing());
        if (stream.length == 0) {
            finish(ctx, stream, Unpooled.EMPTY_BUFFER);
        }
    }

    private ChunkStream stream(int id, int format) {
        ChunkStream stream = streams.get(id);
        if (stream != null) {
            return stream;
        }
        // librtmp begins a chunk stream with type 1 when the message stream is 0.
        if (format > 1) {
            throw new RtmpProtocolException(
                    "chunk stream " + id + " begins with header type " + format + " (expected: 0 or 1)");
        }
        if (streams.size() >= limits.maxChunkStreams()) {
            throw new RtmpProtocolException(
                    "chunk streams: " + (streams.size() + 1) + " (expected: <= " + limits.maxChunkStreams() + ")");
        }
        ChunkStream added = new ChunkStream(id);
        streams.put(id, added);
        return added;
    }

    private void begin(ChunkStream stream, int format, ByteBuf in) {
        if (stream.inMessage()) {
            throw new RtmpProtocolException("chunk stream " + stream.id + ": a new message while " + stream.missing()
                    + " bytes of the last are missing");
        }
        int field = in.readUnsignedMedium();
        if (format < 2) {
            stream.length = in.readUnsignedMedium();
            stream.typeId = in.readUnsignedByte();
        }
        if (format == 0) {
            stream.messageStreamId = in.readIntLE();
        }
        stream.extended = field == ChunkHeader.EXTENDED;
        stream.timestampField = stream.extended ? in.readInt() : field;
        stream.timestamp = format == 0 ? stream.timestampField : stream.timestamp + stream.timestampField;
        if (stream.length > limits.maxMessageBytes()) {
            throw new RtmpProtocolException(
                    "message: " + stream.length + " bytes (expected: <= " + limits.maxMessageBytes() + ")");
        }
        stream.beginMessage();
    }

    /**
     * A header of type 3 continues a message, or begins one that is like the last. Where the last time stamp was
     * extended, most peers repeat the four bytes and a few do not: they are taken for it only if they are the same.
     */
    private static void continueOrRepeat(ChunkStream stream, ByteBuf in) {
        if (stream.inMessage()) {
            if (stream.extended) {
                int repeated = in.getInt(in.readerIndex());
                if (repeated == stream.timestampField || repeated == stream.timestamp) {
                    in.skipBytes(Integer.BYTES);
                }
            }
            return;
        }
        if (stream.extended) {
            stream.timestampField = in.readInt();
        }
        stream.timestamp += stream.timestampField;
        stream.beginMessage();
    }

    private void payload(ChannelHandlerContext ctx, ByteBuf in) {
        ChunkStream stream = current;
        int count = Math.min(missingInChunk, in.readableBytes());
        if (stream.untouched() && count == stream.length) {
            missingInChunk = 0;
            finish(ctx, stream, in.readRetainedSlice(count));
            return;
        }
        int growth = stream.growth(count);
        if (unfinishedBytes + (long) growth > limits.maxUnfinishedBytes()) {
            throw new RtmpProtocolException("partly received messages: " + ((long) unfinishedBytes + growth)
                    + " bytes (expected: <= " + limits.maxUnfinishedBytes() + ")");
        }
        stream.append(in, count, growth, ctx.alloc());
        unfinishedBytes += growth;
        missingInChunk -= count;
        if (stream.missing() == 0) {
            ByteBuf whole = stream.endMessage();
            unfinishedBytes -= whole.capacity();
            finish(ctx, stream, whole);
        }
    }

    /** @param payload owned */
    private void finish(ChannelHandlerContext ctx, ChunkStream stream, ByteBuf payload) {
        stream.endMessage();
        if (stream.typeId != MessageType.SET_CHUNK_SIZE && stream.typeId != MessageType.ABORT) {
            ctx.fireChannelRead(new RawMessage(stream.typeId, stream.timestamp, stream.messageStreamId, payload));
            return;
        }
        try {
            control(stream.typeId, payload);
        } finally {
            payload.release();
        }
    }

    private void control(int typeId, ByteBuf payload) {
        if (payload.readableBytes() < Integer.BYTES) {
            throw new RtmpProtocolException("message of type " + typeId + " ends too early");
        }
        int value = payload.readInt();
        if (typeId == MessageType.ABORT) {
            ChunkStream stream = streams.get(value);
            if (stream != null) {
                unfinishedBytes -= stream.abort();
            }
        } else if (value < 1 || value > limits.maxChunkSize()) {
            throw new RtmpProtocolException("chunk size: " + Integer.toUnsignedString(value) + " (expected: 1 .. "
                    + limits.maxChunkSize() + ")");
        } else {
            chunkSize = value;
        }
    }
}
