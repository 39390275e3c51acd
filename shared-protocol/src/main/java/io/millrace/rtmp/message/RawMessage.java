package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/**
 * One whole message as it came from the chunk streams. Owns its payload, which is often a slice of the read buffer:
 * whoever takes the message releases it.
 */
public final class RawMessage extends DefaultByteBufHolder {
    private final int typeId;
    private final int timestamp;
    private final int messageStreamId;

    /**
     * @param timestamp milliseconds, 32 bits unsigned
     * @param payload the message takes over the caller's reference
     */
    public RawMessage(int typeId, int timestamp, int messageStreamId, ByteBuf payload) {
        super(payload);
        this.typeId = typeId;
        this.timestamp = timestamp;
        this.messageStreamId = messageStreamId;
    }

    /** One of {@link MessageType}, or what else the peer sent. */
    public int typeId() {
        return typeId;
    }

    public int timestamp() {
        return timestamp;
    }

    public int messageStreamId() {
        return messageStreamId;
    }

    public ByteBuf payload() {
        return content();
    }

    @Override
    public RawMessage replace(ByteBuf content) {
        return new RawMessage(typeId, timestamp, messageStreamId, content);
    }

    @Override
    public RawMessage retain() {
        super.retain();
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof RawMessage message
                && typeId == message.typeId
                && timestamp == message.timestamp
                && messageStreamId == message.messageStreamId;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + typeId;
    }

    @Override
    public String toString() {
        return "message type " + typeId + " @" + Integer.toUnsignedLong(timestamp) + "ms stream " + messageStreamId
                + ", " + content().readableBytes() + " bytes";
    }
}
