package io.millrace.edge.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client has taken nothing of its answer between two looks at it: a client that reads slowly
 * is served as slowly, one that does not read must not hold an object open.
 */
final class StalledAnswer implements Runnable {
    private final Channel channel;
    private final Runnable onStalled;
    private Object entry;
    private long progress;
    private long pendingBytes;

    private StalledAnswer(Channel channel, Runnable onStalled) {
        this.channel = channel;
        this.onStalled = onStalled;
    }

    /** @return is cancelled when the answer is written */
    static Future<?> watch(ChannelHandlerContext context, Duration interval) {
        return watch(context, interval, () -> context.channel().close());
    }

    /** @param onStalled instead of closing the connection */
    static Future<?> watch(ChannelHandlerContext context, Duration interval, Runnable onStalled) {
        long millis = interval.toMillis();
        StalledAnswer watch = new StalledAnswer(context.channel(), onStalled);
        return context.executor().scheduleWithFixedDelay(watch, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        Object current = buffer == null ? null : buffer.current();
        if (current == null) {
            entry = null;
            return;
        }
        boolean same = current == entry
                && buffer.currentProgress() == progress
                && buffer.totalPendingWriteBytes() == pendingBytes;
        if (same) {
            onStalled.run();
        }
        entry = current;
        progress = buffer.currentProgress();
        pendingBytes = buffer.totalPendingWriteBytes();
    }
}
