package io.millrace.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final HttpSettings settings;
    private final Deque<Object> ahead = new ArrayDeque<>();
    private Future<?> timeout;
    private boolean answering;
    private boolean goingOn;
    private boolean refused;
    private boolean first = true;

    RequestGate(HttpAnswers answers, HttpSettings settings) {
        this.answers = answers;
        this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        await(context);
        context.read();
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        clear();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (answering && context.channel() instanceof Http2StreamChannel) {
            // There is one request in it. What else comes would have no end, as windows hold for DATA frames only.
            ReferenceCountUtil.release(message);
            return;
        }
        ahead.add(message);
        goOn(context);
    }

    /** Hands on what has been read until a request is being answered. An answer may come while that is handed on. */
    private void goOn(ChannelHandlerContext context) {
        if (goingOn) {
            return;
        }
        goingOn = true;
        while (!answering && !ahead.isEmpty()) {
            Object message = ahead.poll();
            if (!refused && message instanceof HttpRequest request) {
                onRequest(context, request);
            } else {
                ReferenceCountUtil.release(message);
            }
        }
        goingOn = false;
        if (!answering) {
            context.read();
        }
    }

    private void onRequest(ChannelHandlerContext context, HttpRequest request) {
        stopWaiting();
        if (request.decoderResult().isFailure()) {
            refuse(context, request, status(request.decoderResult().cause()));
            ReferenceCountUtil.release(request);
        } else if (request.uri().length() > settings.maxRequestLineBytes()) {
            refuse(context, request, HttpResponseStatus.REQUEST_URI_TOO_LONG);
            ReferenceCountUtil.release(request);
        } else if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0) {
            refuse(
                    context,
                    request,
                    RequestHandler.isServed(request.method())
                            ? HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE
                            : HttpResponseStatus.METHOD_NOT_ALLOWED);
            ReferenceCountUtil.release(request);
        } else {
            answering = true;
            timeout = StalledAnswer.watch(context, settings.writeTimeout());
            context.fireChannelRead(request);
        }
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
            answering = false;
            stopWaiting();
            // A stream of HTTP/2 ends with its answer.
            if (context.channel().isActive()) {
                await(context);
                goOn(context);
            }
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void await(ChannelHandlerContext context) {
        stopWaiting();
        Duration wait = first ? settings.requestTimeout() : settings.idleTimeout();
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
        clear();
    }

    private void clear() {
        stopWaiting();
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }
}
