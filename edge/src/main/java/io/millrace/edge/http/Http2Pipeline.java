package io.millrace.edge.http;

import io.millrace.auth.ObjectAccess;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/**
 * Fills the pipelines of connections that speak HTTP/2 (RFC 9113). Each of their streams is a channel of its own, with the
 * handlers that a connection has over HTTP/1.1.
 */
final class Http2Pipeline {
    /** Within what time cancelled streams are counted. */
    private static final int RESET_SECONDS = 30;

    /** How many answers to a client's pings, settings and cancelled streams may wait for a client that does not read. */
    private static final int MAX_QUEUED_CONTROL_FRAMES = 1000;

    private static final int MAX_EMPTY_FRAMES = 2;

    /** What a stream that is under way when its connection is to be closed may take is for others to bound. */
    private static final long PATIENCE = -1;

    private final HttpSettings settings;
    private final HttpsSettings https;
    private final ObjectAccess access;
    private final Endpoints endpoints;

    Http2Pipeline(HttpSettings settings, HttpsSettings https, ObjectAccess access, Endpoints endpoints) {
        this.settings = settings;
        this.https = https;
        this.access = access;
        this.endpoints = endpoints;
    }

    /** To be called on the connection's event loop, before anything of a request is read. */
    void replaceHttp1(Channel connection) {
        Http2Guard guard = new Http2Guard(endpoints.answers(), settings);
        ChannelPipeline pipeline = connection.pipeline();
        pipeline.remove(RequestHandler.class);
        pipeline.remove(RequestGate.class);
        pipeline.remove(HttpServerCodec.class);
        pipeline.addLast(codec());
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                guard.opened(stream);
                fill(stream);
            }
        }));
        pipeline.addLast(guard);
        connection.config().setAutoRead(true);
    }

    private Http2FrameCodec codec() {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(https.maxStreams())
                        .maxHeaderListSize(settings.maxRequestLineBytes() + settings.maxHeaderBytes()))
                .decoderEnforceMaxRstFramesPerWindow(https.maxResets(), RESET_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(https.maxResets(), RESET_SECONDS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_FRAMES)
                .encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES)
                .gracefulShutdownTimeoutMillis(PATIENCE)
                .build();
    }

    private void fill(Channel stream) {
        stream.pipeline()
                .addLast(new StalledStream(settings.writeTimeout()))
                .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                .addLast(new RequestGate(endpoints.answers(), settings))
                .addLast(new RequestHandler(access, endpoints));
    }
}
