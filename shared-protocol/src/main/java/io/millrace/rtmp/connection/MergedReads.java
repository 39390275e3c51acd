package io.millrace.rtmp.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads a connection that publishes as often as its event loop's {@link ReadPace} says, rather than at each packet. A
 * read that filled its buffer or brought much is followed by the next at once: a fast publisher would else get no further
 * than a socket's buffer between two reads. Stands before all that handles what is read; event loop only.
 */
final class MergedReads extends ChannelInboundHandlerAdapter {
    /** More than comes of 2 Mbit/s within the longest rest. */
    private static final int MUCH_BYTES = 16 * 1024;

    private final ReadPace pace;
    private ChannelHandlerContext context;
    private int publishes;
    private boolean moreLikely;
    private boolean waiting;
    private long dueNanos;

    MergedReads(ReadPace pace) {
        this.pace = pace;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** A publish of this connection has begun. */
    void begin() {
        publishes++;
        if (publishes == 1) {
            pace.join();
            context.channel().config().setAutoRead(false);
            context.read();
        }
    }

    /** A publish that had begun is over. */
    void end() {
        publishes--;
        if (publishes == 0) {
            pace.leave();
            if (context.channel().isActive()) {
                context.channel().config().setAutoRead(true);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        moreLikely = !bytes.isWritable() || bytes.readableBytes() >= MUCH_BYTES;
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (publishes > 0 && !waiting) {
            if (moreLikely) {
                ctx.read();
            } else {
                pace.delay(this);
            }
        }
    }

    /** Reads again, when the time that {@link ReadPace} has set has come. */
    void read() {
        waiting = false;
        if (publishes > 0) {
            context.read();
        }
    }

    void await(long due) {
        waiting = true;
        dueNanos = due;
    }

    boolean isDue(long nanos) {
        return nanos - dueNanos >= 0;
    }
}
