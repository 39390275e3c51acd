package io.millrace.controlplane.api;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * Passes the bytes of one of two connections on to the other, untouched. Each read waits for the write of the one before,
 * so no more than a read buffer is ever held. The end of input is passed on as the end of output; a broken connection
 * closes the other one when what was read is written. Both channels are on one event loop and do not read by themselves.
 */
final class Splice extends ChannelInboundHandlerAdapter {
    private final Channel other;

    private Splice(Channel other) {
        this.other = other;
    }

    /** Connects the two, and begins to read from both. */
    static void join(Channel one, Channel two) {
        one.pipeline().addLast(new Splice(two));
        two.pipeline().addLast(new Splice(one));
        one.read();
        two.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        other.writeAndFlush(message).addListener(written -> {
            if (written.isSuccess()) {
                context.read();
            } else {
                context.close();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ((DuplexChannel) other).shutdownOutput());
            closeIfBothEnded((DuplexChannel) context.channel());
        }
        context.fireUserEventTriggered(event);
    }

    private void closeIfBothEnded(DuplexChannel channel) {
        if (channel.isOutputShutdown()) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (other.isActive()) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
