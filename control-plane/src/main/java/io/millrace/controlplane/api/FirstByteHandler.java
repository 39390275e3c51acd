package io.millrace.controlplane.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a connection's first bytes and hands them, and the connection, on: RTMP's first byte is its version, 3; HTTP
 * begins with a letter.
 */
final class FirstByteHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FirstByteHandler.class);
    private static final int RTMP_VERSION = 3;

    /** Where a connection goes. */
    interface Router {
        /** @param first the first bytes; the router takes them over */
        void route(ChannelHandlerContext context, boolean rtmp, ByteBuf first);
    }

    private final Router router;
    private final Duration timeout;
    private Future<?> timer;

    FirstByteHandler(Router router, Duration timeout) {
        this.router = router;
        this.timeout = timeout;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        timer = context.executor()
                .schedule(
                        () -> {
                            LOG.debug(
                                    "{}: closed, it has said nothing",
                                    context.channel().remoteAddress());
                            context.close();
                        },
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (!bytes.isReadable()) {
            ReferenceCountUtil.release(message);
            context.read();
            return;
        }
        timer.cancel(false);
        router.route(context, bytes.getByte(bytes.readerIndex()) == RTMP_VERSION, bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
