package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for an {@link Acknowledgement} each time so many bytes have arrived (RTMP 1.0, section 5.4.4).
 *
 * @param bytes 32 bits unsigned
 */
public record WindowAcknowledgementSize(int bytes) implements RtmpMessage {
    @Override
    public int typeId() {
        return MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(bytes);
    }
}
