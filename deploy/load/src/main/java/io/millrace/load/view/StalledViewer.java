package io.millrace.load.view;

import io.millrace.load.media.BrokenStreamException;
import io.millrace.load.media.MediaListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.URI;

/**
 * A viewer that asks for a stream and then reads nothing. Where it has to read to be able to ask, it does so until the
 * stream begins. Event loop only.
 */
final class StalledViewer extends ChannelInboundHandlerAdapter implements MediaListener {
    private final boolean readsToAsk;
    private final Reception reception;
    private boolean mute;

    StalledViewer(URI url, Protocol protocol) {
        this.readsToAsk = protocol.readsToAsk();
        this.reception = protocol.reception(url, this);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!readsToAsk) {
            stop(ctx);
        }
        reception.begin(ctx.channel());
    }

    private void stop(ChannelHandlerContext ctx) {
        mute = true;
        ctx.channel().config().setAutoRead(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!mute) {
                reception.read(in);
            }
        } catch (BrokenStreamException e) {
            ctx.close();
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (mute) {
            stop(ctx);
        }
    }

    @Override
    public void onUnit(int type, int timestampMillis, ByteBuf head) {
        mute = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
