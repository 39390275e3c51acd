package io.millrace.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;

/** Makes and sends the answers that all of the listener's parts share: CORS headers, errors, whole bodies. */
final class HttpAnswers {
    private static final String EXPOSED = "Content-Length, Content-Range, Accept-Ranges, ETag, Date, Last-Modified";

    private final String allowOrigin;
    private volatile boolean closing;

    HttpAnswers(String allowOrigin) {
        this.allowOrigin = allowOrigin;
    }

    /** Every answer from now on is its connection's last; any thread. */
    void closeConnections() {
        closing = true;
    }

    /** Whether every answer is its connection's last. */
    boolean areLast() {
        return closing;
    }

    /** A response head that allows other origins' pages to read it. */
    HttpResponse head(HttpResponseStatus status) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        allow(response.headers());
        return response;
    }

    /** Answers with a short JSON body; a message must carry no secret. */
    void error(ChannelHandlerContext context, HttpRequest request, HttpResponseStatus status, String code, String why) {
        send(context, request, error(context, status, code, why));
    }

    private FullHttpResponse error(ChannelHandlerContext context, HttpResponseStatus status, String code, String why) {
        String json = "{\"code\":\"" + code + "\",\"message\":\"" + escape(why) + "\"}\n";
        FullHttpResponse response = full(status, ByteBufUtil.writeUtf8(context.alloc(), json));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, 5);
        } else if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD, OPTIONS");
        } else if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, 13);
        }
        return response;
    }

    /** Answers the last request of a connection, of which nothing more is sent; the caller closes it some time later. */
    void lastError(
            ChannelHandlerContext context, HttpRequest request, HttpResponseStatus status, String code, String why) {
        FullHttpResponse response = error(context, status, code, why);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (HttpMethod.HEAD.equals(request.method())) {
            response.content().clear();
        }
        context.writeAndFlush(response).addListener(written -> {
            if (context.channel() instanceof DuplexChannel duplex
                    && context.pipeline().get(SslHandler.class) == null) {
                duplex.shutdownOutput();
            }
        });
    }

    /** Answers a CORS preflight. */
    void preflight(ChannelHandlerContext context, HttpRequest request) {
        FullHttpResponse response = full(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS")
                .set(
                        HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                        "Range, If-None-Match, If-Modified-Since, Authorization")
                .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, 86400);
        send(context, request, response);
    }

    FullHttpResponse full(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        allow(response.headers());
        HttpUtil.setContentLength(response, body.readableBytes());
        return response;
    }

    /** Sends a whole response; of one to HEAD the head only. */
    void send(ChannelHandlerContext context, HttpRequest request, FullHttpResponse response) {
        announceKeepAlive(request, response);
        if (HttpMethod.HEAD.equals(request.method())) {
            response.content().clear();
        }
        finish(context, request, context.writeAndFlush(response), response);
    }

    /** Closes the connection after the last write, or reads the next request. */
    static void finish(ChannelHandlerContext context, HttpRequest request, ChannelFuture last, HttpResponse response) {
        boolean keep = HttpUtil.isKeepAlive(request) && HttpUtil.isKeepAlive(response);
        if (keep) {
            last.addListener(written -> {
                if (written.isSuccess()) {
                    context.pipeline().fireUserEventTriggered(HttpEvent.ANSWERED);
                } else {
                    context.close();
                }
            });
        } else {
            last.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Says in the head whether the connection stays open, as it stands when the head is written. */
    void announceKeepAlive(HttpRequest request, HttpResponse response) {
        if (!closing && HttpUtil.isKeepAlive(request)) {
            if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            }
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void allow(HttpHeaders headers) {
        headers.set(HttpHeaderNames.SERVER, "Millrace");
        if (!allowOrigin.isEmpty()) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowOrigin)
                    .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append(c < 0x20 ? ' ' : c);
            }
        }
        return out.toString();
    }
}
