package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;

/**
 * Tells how many bytes have been received so far (RTMP 1.0, section 5.4.3).
 *
 * @param sequenceNumber the low 32 bits of that count
 */
public record Acknowledgement(int sequenceNumber) implements RtmpMessage {
    @Override
    public int typeId() {
        return MessageType.ACKNOWLEDGEMENT;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(sequenceNumber);
    }
}
