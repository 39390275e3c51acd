package io.millrace.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;

/** Turns a connection into a WebSocket that sends slices in frames of its own making and answers control frames. */
final class WebSocketUpgrade {
    /** Viewers have nothing to say but pings and closes, which are at most 125 bytes. */
    private static final int MAX_FRAME_BYTES = 1024;

    private static final int CLOSE_FRAME = 0x88;
    private static final int PONG_FRAME = 0x8a;

    private WebSocketUpgrade() {}

    /** Answers the handshake and runs {@code done} on the event loop, or refuses and runs {@code failed}. */
    static void start(EdgeRequest request, HttpAnswers answers, Runnable done, Runnable failed) {
        ChannelHandlerContext context = request.context();
        if (!isComplete(request.request())) {
            failed.run();
            answers.error(
                    context,
                    request.request(),
                    HttpResponseStatus.BAD_REQUEST,
                    "BadRequest",
                    "This is no whole WebSocket handshake.");
            return;
        }
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_FRAME_BYTES)
                .allowExtensions(false)
                .build();
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "", request.request().headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL), config)
                .newHandshaker(request.request());
        if (handshaker == null) {
            failed.run();
            answers.error(
                    context,
                    request.request(),
                    HttpResponseStatus.UPGRADE_REQUIRED,
                    "UpgradeRequired",
                    "Only version 13 of the WebSocket protocol is spoken here.");
            return;
        }
        FullHttpRequest full = new DefaultFullHttpRequest(
                request.request().protocolVersion(),
                request.request().method(),
                request.request().uri());
        full.headers().set(request.request().headers());
        ChannelPipeline pipeline = context.pipeline();
        handshaker.handshake(context.channel(), full).addListener(shaken -> {
            full.release();
            if (shaken.isSuccess()) {
                pipeline.remove(WebSocketFrameEncoder.class);
                pipeline.replace(RequestHandler.class, "web-socket", new ControlFrames());
                pipeline.remove(RequestGate.class);
                context.channel().config().setAutoRead(true);
                done.run();
            } else {
                failed.run();
                context.close();
            }
        });
    }

    /** Whether the request's head has what a handshake needs (RFC 6455, section 4.2.1). */
    private static boolean isComplete(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /** A close frame: a normal closure when the stream has ended. */
    static ByteBuf closeFrame(ByteBufAllocator alloc, WebSocketCloseStatus status) {
        return alloc.buffer(4).writeByte(CLOSE_FRAME).writeByte(2).writeShort(status.code());
    }

    /** Answers pings and closes; data frames are thrown away. */
    private static final class ControlFrames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof WebSocketFrame frame)) {
                ReferenceCountUtil.release(message);
                return;
            }
            try {
                if (frame instanceof PingWebSocketFrame && context.channel().isWritable()) {
                    ByteBuf data = frame.content();
                    ByteBuf header = context.alloc().buffer(2 + data.readableBytes());
                    context.writeAndFlush(header.writeByte(PONG_FRAME)
                            .writeByte(data.readableBytes())
                            .writeBytes(data));
                } else if (frame instanceof CloseWebSocketFrame) {
                    context.writeAndFlush(closeFrame(context.alloc(), WebSocketCloseStatus.NORMAL_CLOSURE))
                            .addListener(done -> context.close());
                }
            } finally {
                frame.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
