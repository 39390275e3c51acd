package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.Acknowledgement;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** Counts the bytes behind the handshake and acknowledges them each time a window of them is full. */
final class ReceivedBytes extends ChannelInboundHandlerAdapter {
    private static final AtomicLongFieldUpdater<ReceivedBytes> RECEIVED =
            AtomicLongFieldUpdater.newUpdater(ReceivedBytes.class, "received");

    private final Output output;
    private long window;
    private volatile long received;
    private long acknowledged;

    /** @param window in bytes, until the peer says another */
    ReceivedBytes(Output output, int window) {
        this.output = output;
        this.window = window;
    }

    /** How many there were until now; any thread, a moment late. */
    long count() {
        return received;
    }

    /** @param bytes 32 bits unsigned */
    void window(int bytes) {
        window = Integer.toUnsignedLong(bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // One thread writes; a lazy store is enough for those who only look.
        RECEIVED.lazySet(this, received + ((ByteBuf) message).readableBytes());
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
