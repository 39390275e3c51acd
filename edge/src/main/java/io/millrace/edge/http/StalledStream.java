package io.millrace.edge.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Cancels a stream of HTTP/2 whose client has taken nothing of what is written to it between two looks: its window can be
 * shut while the connection is well. The first of the stream's handlers.
 */
final class StalledStream extends ChannelOutboundHandlerAdapter {
    private final Duration interval;
    private final ChannelFutureListener taken = done -> this.written++;
    private Future<?> timer;
    private long begun;
    private long written;
    private long writtenBefore;
    private boolean waiting;

    StalledStream(Duration interval) {
        this.interval = interval;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long millis = interval.toMillis();
        timer = context.executor().scheduleWithFixedDelay(() -> look(context), millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        timer.cancel(false);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        begun++;
        context.write(message, promise.unvoid().addListener(taken));
    }

    private void look(ChannelHandlerContext context) {
        if (waiting && written == writtenBefore) {
            context.close();
        }
        waiting = written < begun;
        writtenBefore = written;
    }
}
