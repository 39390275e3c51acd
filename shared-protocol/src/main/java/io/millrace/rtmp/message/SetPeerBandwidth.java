package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;

/**
 * Limits how many unacknowledged bytes the peer sends (RTMP 1.0, section 5.4.5).
 *
 * @param bytes 32 bits unsigned
 */
public record SetPeerBandwidth(int bytes, Limit limit) implements RtmpMessage {
    /** How the new limit and the old one go together; the order is that of the wire's numbers. */
    public enum Limit {
        HARD,
        SOFT,
        DYNAMIC
    }

    static SetPeerBandwidth read(ByteBuf in) {
        int bytes = in.readInt();
        int limit = in.readUnsignedByte();
        if (limit > 2) {
            throw new RtmpProtocolException("peer bandwidth limit type: " + limit + " (expected: 0 .. 2)");
        }
        return new SetPeerBandwidth(bytes, Limit.values()[limit]);
    }

    @Override
    public int typeId() {
        return MessageType.SET_PEER_BANDWIDTH;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(bytes).writeByte(limit.ordinal());
    }
}
