package io.millrace.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Lets one well-formed request after another through to the handler behind it. While one is being answered nothing more
 * is read, so a client can pipeline no more than a read buffer holds. Refuses bodies, and heads that are malformed, too
 * long or too slow.
 */
final class RequestGate extends ChannelInboundHandlerAdapter {
    /** How long what a refused client still sends is read: closing at once would reset its connection unanswered. */
    private static final int LINGER_MILLIS = 1000;

    private final HttpAnswers answers;
    private final Duration requestTimeout;
    private final Duration idleTimeout;
    private Future<?> timeout;
    private boolean refused;
    private boolean first = true;

    RequestGate(HttpAnswers answers, Duration requestTimeout, Duration idleTimeout) {
        this.answers = answers;
        this.requestTimeout = requestTimeout;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        await(context);
        context.read();
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWaiting();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            onRequest(context, request);
        } else if (message instanceof HttpContent content) {
            onContent(context, content);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void onRequest(ChannelHandlerContext context, HttpRequest request) {
        stopWaiting();
        if (request.decoderResult().isFailure()) {
            refuse(context, request, status(request.decoderResult().cause()));
        } else if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0) {
            refuse(
                    context,
                    request,
                    RequestHandler.isServed(request.method())
                            ? HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE
                            : HttpResponseStatus.METHOD_NOT_ALLOWED);
        } else if (!(request instanceof FullHttpRequest)) {
            context.fireChannelRead(request);
        }
    }

    private void onContent(ChannelHandlerContext context, HttpContent content) {
        content.release();
        context.read();
    }

    private static HttpResponseStatus status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }

    private void refuse(ChannelHandlerContext context, HttpRequest request, HttpResponseStatus status) {
        refused = true;
        timeout = context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        context.channel().config().setAutoRead(true);
        answers.lastError(context, request, status, "BadRequest", status.reasonPhrase());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == HttpEvent.ANSWERED) {
            first = false;
            await(context);
            context.read();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void await(ChannelHandlerContext context) {
        stopWaiting();
        Duration wait = first ? requestTimeout : idleTimeout;
        timeout = context.executor().schedule(() -> context.close(), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopWaiting() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopWaiting();
    }
}
