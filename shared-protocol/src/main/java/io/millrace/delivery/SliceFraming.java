package io.millrace.delivery;

import io.netty.buffer.ByteBuf;

/** What goes in front of each slice that is written to a channel. */
public enum SliceFraming {
    /** Nothing: HTTP bodies delimited by the connection's end, RTMP. */
    RAW {
        @Override
        void writeHeader(ByteBuf out, int length) {}
    },
    /** One unmasked binary WebSocket frame (RFC 6455, section 5.2). */
    WEBSOCKET_BINARY {
        @Override
        void writeHeader(ByteBuf out, int length) {
            out.writeByte(FINAL_BINARY_FRAME);
            if (length < 126) {
                out.writeByte(length);
            } else if (length <= 0xFFFF) {
                out.writeByte(126).writeShort(length);
            } else {
                out.writeByte(127).writeLong(length);
            }
        }
    };

    static final int MAX_HEADER_BYTES = 10;

    private static final int FINAL_BINARY_FRAME = 0x82;

    /** @param length of the slice that follows */
    abstract void writeHeader(ByteBuf out, int length);
}
