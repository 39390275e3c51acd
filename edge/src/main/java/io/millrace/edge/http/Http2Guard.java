package io.millrace.edge.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes an HTTP/2 connection that has had no stream for too long, whose client does not read, or whose edge stops. What a
 * client sends besides its requests does not keep it open. Stands behind the connection's other handlers.
 */
final class Http2Guard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Guard.class);

    private final HttpAnswers answers;
    private final HttpSettings settings;
    private ChannelHandlerContext context;
    private Future<?> timeout;
    private Future<?> stalled;
    private int streams;
    private boolean leaving;

    Http2Guard(HttpAnswers answers, HttpSettings settings) {
        this.answers = answers;
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        stalled = StalledAnswer.watch(added, settings.writeTimeout(), this::cut);
        await(settings.requestTimeout());
    }

    /** A stream has begun; on the event loop. */
    void opened(Channel stream) {
        streams++;
        timeout.cancel(false);
        stream.closeFuture().addListener(closed -> closed());
    }

    private void closed() {
        streams--;
        if (answers.areLast()) {
            leave();
        } else if (streams == 0 && context.channel().isActive()) {
            await(settings.idleTimeout());
        }
    }

    private void await(Duration wait) {
        timeout = context.executor().schedule(this::leave, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tells the client that no more streams are taken, and closes the connection behind those that there are. */
    private void leave() {
        if (!leaving) {
            leaving = true;
            context.close();
        }
    }

    /** Closes the connection with all its streams. */
    private void cut() {
        if (context.channel().isActive()) {
            context.pipeline().context(Http2FrameCodec.class).close();
        }
    }

    /** Settings, pings and the like, which the codec has answered. */
    @Override
    public void channelRead(ChannelHandlerContext reading, Object frame) {
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        timeout.cancel(false);
        stalled.cancel(false);
        inactive.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        LOG.debug("{}: closed: {}", failed.channel().remoteAddress(), cause.toString());
        // What breaks the protocol the codec closes itself, with a reason.
        if (!(cause instanceof Http2Exception)) {
            cut();
        }
    }
}
