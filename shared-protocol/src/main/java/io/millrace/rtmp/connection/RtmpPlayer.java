package io.millrace.rtmp.connection;

import io.millrace.rtmp.chunk.ChunkDecoder;
import io.millrace.rtmp.handshake.ClientHandshake;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A client that plays one stream: connect, createStream, play, then media until somebody closes. A server that is
 * silent for longer than the idle timeout is given up.
 */
public final class RtmpPlayer {
    private final EventLoop loop;
    private final ClientSession session;

    private RtmpPlayer(EventLoop loop, ClientSession session) {
        this.loop = loop;
        this.session = session;
    }

    /** Starts to connect; all that comes of it is told to {@code listener} on {@code loop}. */
    public static RtmpPlayer connect(
            EventLoop loop, PlayTarget target, RtmpConnectionSettings settings, RtmpPlayerListener listener) {
        ClientSession session = new ClientSession(target, settings, listener);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(Transport.clientChannel(loop))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.handshakeTimeout().toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        fill(channel, settings, session);
                    }
                });
        resolve(target.server())
                .whenCompleteAsync(
                        (server, failure) -> {
                            if (failure != null) {
                                session.connectFailed(failure.getCause() == null ? failure : failure.getCause());
                            } else if (!session.isOver()) {
                                bootstrap.connect(server).addListener(connected -> {
                                    if (!connected.isSuccess()) {
                                        session.connectFailed(connected.cause());
                                    }
                                });
                            }
                        },
                        loop);
        return new RtmpPlayer(loop, session);
    }

    /** Ends the play; from any thread. The listener is told, unless the end has been told before. */
    public void close() {
        loop.execute(session::close);
    }

    private static void fill(Channel channel, RtmpConnectionSettings settings, ClientSession session) {
        Output output = new Output(channel, settings.maxPendingControlBytes());
        ReceivedBytes receivedBytes = new ReceivedBytes(output, settings.windowAcknowledgementBytes());
        session.use(output);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new IdleStateHandler(settings.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast(new ClientHandshake());
        pipeline.addLast(new HandshakeTimeout(settings.handshakeTimeout()));
        pipeline.addLast(receivedBytes);
        pipeline.addLast(new ChunkDecoder(settings.chunkLimits()));
        pipeline.addLast(new ControlHandler(output, receivedBytes, settings.pingInterval()));
        pipeline.addLast(session);
    }

    /** Looks the name up on another thread: the platform's resolver blocks. */
    private static CompletionStage<InetSocketAddress> resolve(InetSocketAddress server) {
        if (!server.isUnresolved()) {
            return CompletableFuture.completedFuture(server);
        }
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new InetSocketAddress(InetAddress.getByName(server.getHostString()), server.getPort());
            } catch (UnknownHostException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
