package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;

/** Announces the largest chunk payload that the sender uses from now on (RTMP 1.0, section 5.4.1). */
public record SetChunkSize(int size) implements RtmpMessage {
    public SetChunkSize {
        if (size < 1) {
            throw new RtmpProtocolException(
                    "chunk size: " + Integer.toUnsignedString(size) + " (expected: 1 .. 2147483647)");
        }
    }

    static SetChunkSize read(ByteBuf in) {
        return new SetChunkSize(in.readInt());
    }

    @Override
    public int typeId() {
        return MessageType.SET_CHUNK_SIZE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(size);
    }
}
