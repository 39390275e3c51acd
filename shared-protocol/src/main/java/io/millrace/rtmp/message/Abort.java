package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;

/** Drops the partly sent message of a chunk stream (RTMP 1.0, section 5.4.2). */
public record Abort(int chunkStreamId) implements RtmpMessage {
    @Override
    public int typeId() {
        return MessageType.ABORT;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(chunkStreamId);
    }
}
