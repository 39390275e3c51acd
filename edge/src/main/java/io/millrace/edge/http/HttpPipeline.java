package io.millrace.edge.http;

import io.millrace.auth.ObjectAccess;
import io.millrace.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.Optional;

/** Fills the pipeline of each connection to the edge's HTTP listener. */
final class HttpPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_CHUNK_BYTES = 8192;

    private final HttpSettings settings;
    private final ConnectionLimit limit;
    private final AddressGate addressGate;
    private final ObjectAccess access;
    private final Endpoints endpoints;
    private final Optional<ServerTls> tls;
    private final Optional<Http2Pipeline> http2;

    /** @param http2 offered to clients who come by TLS */
    HttpPipeline(
            HttpSettings settings,
            ConnectionLimit limit,
            AddressGate addressGate,
            ObjectAccess access,
            Endpoints endpoints,
            Optional<ServerTls> tls,
            Optional<Http2Pipeline> http2) {
        this.settings = settings;
        this.limit = limit;
        this.addressGate = addressGate;
        this.access = access;
        this.endpoints = endpoints;
        this.tls = tls;
        this.http2 = http2;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.config().setAutoRead(false);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(limit);
        if (!endpoints.clients().proxies().isEmpty()) {
            pipeline.addLast(new ProxyGate(endpoints.clients(), settings.requestTimeout()));
        }
        pipeline.addLast(addressGate);
        tls.ifPresent(certificate -> encrypt(channel, certificate));
        pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxRequestLineBytes())
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)));
        pipeline.addLast(new RequestGate(endpoints.answers(), settings));
        pipeline.addLast(new RequestHandler(access, endpoints));
    }

    private void encrypt(Channel channel, ServerTls certificate) {
        if (http2.isPresent()) {
            channel.pipeline().addLast(certificate.newHttp2Handler(channel)).addLast(new Http2Switch(http2.get()));
        } else {
            channel.pipeline().addLast(certificate.newHandler(channel));
        }
    }
}
