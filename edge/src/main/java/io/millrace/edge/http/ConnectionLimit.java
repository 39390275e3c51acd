package io.millrace.edge.http;

import io.millrace.edge.viewer.ViewerLimit;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes connections beyond the number that all together may have open. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private final ViewerLimit viewers;
    private final AtomicInteger total = new AtomicInteger();

    ConnectionLimit(ViewerLimit viewers) {
        this.viewers = viewers;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.channel().closeFuture().addListener(closed -> total.decrementAndGet());
        if (total.incrementAndGet() > viewers.maxHttpConnections()) {
            viewers.connectionRefused();
            context.close();
        } else {
            context.fireChannelActive();
        }
    }
}
