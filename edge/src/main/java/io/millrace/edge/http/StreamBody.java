package io.millrace.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;

/** The body of a live stream's response: slices of a stream log, until the connection's or the HTTP/2 stream's end. */
final class StreamBody {
    private StreamBody() {}

    /** Makes the channel take slices, when the response's head is written. */
    static void begin(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace(RequestHandler.class, "hang-up", new HangUpDetector());
        pipeline.remove(RequestGate.class);
        if (channel instanceof Http2StreamChannel) {
            pipeline.addLast(new DataFrames());
        } else {
            pipeline.remove(HttpServerCodec.class);
        }
        channel.config().setAutoRead(true);
    }

    /** What is to be written behind the last slice. */
    static Object end(Channel channel) {
        return channel instanceof Http2StreamChannel ? LastHttpContent.EMPTY_LAST_CONTENT : Unpooled.EMPTY_BUFFER;
    }

    /** Over HTTP/2 the slices of many streams share a connection, so each is a frame, which the codec cuts as it must. */
    private static final class DataFrames extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            context.write(message instanceof ByteBuf slice ? new DefaultHttp2DataFrame(slice) : message, promise);
        }
    }
}
