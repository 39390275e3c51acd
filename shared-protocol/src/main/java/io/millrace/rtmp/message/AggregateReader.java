package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;

/**
 * Takes an aggregate message apart (RTMP 1.0, section 7.1.6). Its payload is a row of FLV tags:
 *
 * <pre>
 * message type      1 byte
 * payload length    3 bytes
 * time stamp        3 bytes, then its high 1 byte
 * message stream id 3 bytes
 * payload
 * back pointer      4 bytes
 * </pre>
 *
 * The first tag's time stamp corresponds to the aggregate's; the others keep their distance from it.
 */
public final class AggregateReader {
    private static final int HEADER_BYTES = 11;
    private static final int BACK_POINTER_BYTES = 4;

    private final RawMessage aggregate;
    private int timestampOffset;
    private boolean first = true;

    /** @param aggregate the caller keeps ownership; the reader index of its payload moves */
    public AggregateReader(RawMessage aggregate) {
        this.aggregate = aggregate;
    }

    public boolean hasNext() {
        return aggregate.payload().isReadable();
    }

    /**
     * The next part, which the caller releases; it shares the aggregate's memory and has its message stream id.
     *
     * @throws RtmpProtocolException if the parts do not fill the message
     */
    public RawMessage next() {
        ByteBuf in = aggregate.payload();
        if (in.readableBytes() < HEADER_BYTES) {
            throw new RtmpProtocolException("aggregate message ends within a header");
        }
        int typeId = in.readUnsignedByte();
        int length = in.readUnsignedMedium();
        int timestamp = in.readUnsignedMedium() | in.readByte() << 24;
        in.skipBytes(3);
        if (in.readableBytes() < length) {
            throw new RtmpProtocolException(
                    "aggregate part: " + length + " bytes (expected: <= " + in.readableBytes() + ")");
        }
        if (first) {
            timestampOffset = aggregate.timestamp() - timestamp;
            first = false;
        }
        ByteBuf payload = in.readRetainedSlice(length);
        in.skipBytes(Math.min(BACK_POINTER_BYTES, in.readableBytes()));
        return new RawMessage(typeId, timestamp + timestampOffset, aggregate.messageStreamId(), payload);
    }
}
