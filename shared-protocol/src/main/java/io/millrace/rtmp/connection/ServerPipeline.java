package io.millrace.rtmp.connection;

import io.millrace.rtmp.chunk.ChunkDecoder;
import io.millrace.rtmp.handshake.ServerHandshake;
import io.millrace.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Builds the pipeline of an accepted connection: who is it, TLS, handshake, chunks, control messages, session. All but
 * TLS is inbound only, so that stream log slices go straight to the socket.
 */
final class ServerPipeline extends ChannelInitializer<Channel> {
    private final RtmpConnectionSettings settings;
    private final RtmpHandlers handlers;
    private final Optional<ServerTls> tls;
    private final AddressLimit addressLimit;
    private final TrustedProxies trustedProxies;
    private final ListenerMetrics metrics;
    private final Map<EventLoop, ReadPace> paces = new ConcurrentHashMap<>();

    ServerPipeline(
            RtmpConnectionSettings settings, RtmpHandlers handlers, Optional<ServerTls> tls, ListenerMetrics metrics) {
        this.settings = settings;
        this.handlers = handlers;
        this.tls = tls;
        this.metrics = metrics;
        this.addressLimit = new AddressLimit(settings.maxConnectionsPerAddress());
        this.trustedProxies = new TrustedProxies(settings.trustedProxies());
    }

    @Override
    protected void initChannel(Channel channel) {
        metrics.opened();
        channel.closeFuture().addListener(closed -> metrics.closed());
        Output output = new Output(channel, settings.maxPendingControlBytes());
        ReceivedBytes receivedBytes = new ReceivedBytes(output, settings.windowAcknowledgementBytes());
        MergedReads reads = new MergedReads(
                paces.computeIfAbsent(channel.eventLoop(), loop -> new ReadPace(loop, settings.maxReadRest())));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new IdleStateHandler(settings.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast(reads);
        pipeline.addLast(new ConnectionGate(addressLimit, trustedProxies));
        tls.ifPresent(certificate -> pipeline.addLast(certificate.newHandler(channel)));
        pipeline.addLast(new ServerHandshake());
        pipeline.addLast(new HandshakeTimeout(settings.handshakeTimeout()));
        pipeline.addLast(receivedBytes);
        pipeline.addLast(new ChunkDecoder(settings.chunkLimits()));
        pipeline.addLast(new ControlHandler(output, receivedBytes, settings.pingInterval()));
        pipeline.addLast(new ServerSession(output, reads, receivedBytes, settings, handlers, metrics));
    }
}
