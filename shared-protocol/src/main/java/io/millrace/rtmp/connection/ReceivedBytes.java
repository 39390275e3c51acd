package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.Acknowledgement;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Counts the bytes behind the handshake and acknowledges them each time a window of them is full. */
final class ReceivedBytes extends ChannelInboundHandlerAdapter {
    private final Output output;
    private long window;
    private long received;
    private long acknowledged;

    /** @param window in bytes, until the peer says another */
    ReceivedBytes(Output output, int window) {
        this.output = output;
        this.window = window;
    }

    /** @param bytes 32 bits unsigned */
    void window(int bytes) {
        window = Integer.toUnsignedLong(bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received += ((ByteBuf) message).readableBytes();
        ctx.fireChannelRead(message);
    }

    /** One acknowledgement a read at most, however small the window. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (received - acknowledged >= Math.max(1, window)) {
            acknowledged = received;
            output.write(new Acknowledgement((int) received));
        }
        ctx.fireChannelReadComplete();
    }
}
