package io.millrace.rtmp.connection;

import io.millrace.rtmp.handshake.HandshakeDone;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection that is not through its PROXY header, its TLS and its RTMP handshake in time. Stands behind the
 * handshake's handler, which tells when it is done.
 */
final class HandshakeTimeout extends ChannelInboundHandlerAdapter {
    private final Duration timeout;
    private Future<?> timer;

    HandshakeTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> expire(ctx), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void expire(ChannelHandlerContext ctx) {
        ctx.fireExceptionCaught(new RtmpProtocolException("no handshake within " + timeout));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (event instanceof HandshakeDone) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.cancel(false);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.cancel(false);
        ctx.fireChannelInactive();
    }
}
