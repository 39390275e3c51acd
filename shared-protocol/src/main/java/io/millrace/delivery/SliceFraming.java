package io.millrace.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/** What goes around each slice that is written to a channel. */
public enum SliceFraming {
    /** Nothing: HTTP bodies delimited by the connection's end, RTMP. */
    RAW {
        @Override
        void write(Channel channel, ByteBuf slice) {
            send(channel, slice);
        }
    },
    /** One unmasked binary WebSocket frame (RFC 6455, section 5.2); its header is gathered with the slice. */
    WEBSOCKET_BINARY {
        @Override
        void write(Channel channel, ByteBuf slice) {
            send(channel, header(channel, slice.readableBytes()));
            send(channel, slice);
        }
    };

    private static final int FINAL_BINARY_FRAME = 0x82;
    private static final int MAX_HEADER_BYTES = 10;

    /** Writes without a flush; takes over the slice. */
    abstract void write(Channel channel, ByteBuf slice);

    /** A failed write would leave a hole in the stream, so it ends the connection. */
    private static void send(Channel channel, ByteBuf bytes) {
        channel.write(bytes).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static ByteBuf header(Channel channel, int length) {
        ByteBuf header = channel.alloc().ioBuffer(MAX_HEADER_BYTES).writeByte(FINAL_BINARY_FRAME);
        if (length < 126) {
            return header.writeByte(length);
        }
        return length <= 0xFFFF
                ? header.writeByte(126).writeShort(length)
                : header.writeByte(127).writeLong(length);
    }
}
