package io.millrace.rtmp.connection;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.tls.ServerTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Takes RTMP connections in at one address, and hands their publishes and plays to the roles that this node has. */
public final class RtmpListener {
    private static final int ACCEPT_BACKLOG = 1024;

    private final ServerBootstrap bootstrap;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile Channel server;

    /**
     * @param name what metrics call this listener: public, tls or relay
     * @param acceptor one event loop that accepts; not shut down by this class
     * @param workers the event loops of the connections; not shut down by this class
     * @param tls present if the listener speaks RTMPS only
     */
    public RtmpListener(
            String name,
            EventLoopGroup acceptor,
            EventLoopGroup workers,
            RtmpConnectionSettings settings,
            RtmpHandlers handlers,
            Optional<ServerTls> tls,
            MeterRegistry registry) {
        ServerPipeline pipeline = new ServerPipeline(settings, handlers, tls, new ListenerMetrics(name, registry));
        this.bootstrap = new ServerBootstrap()
                .group(acceptor, workers)
                .channel(Transport.serverChannel(workers))
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(pipeline);
                    }
                });
    }

    /** Binds; the stage gives the address with the true port, or fails with the bind's exception. */
    public CompletionStage<InetSocketAddress> bind(String host, int port) {
        CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
        ChannelFuture binding = bootstrap.bind(new InetSocketAddress(host, port));
        binding.addListener(done -> {
            if (done.isSuccess()) {
                server = binding.channel();
                bound.complete((InetSocketAddress) binding.channel().localAddress());
            } else {
                bound.completeExceptionally(done.cause());
            }
        });
        return bound;
    }

    /** Stops accepting; open connections go on. */
    public CompletionStage<Void> unbind() {
        Channel bound = server;
        return bound == null || !bound.isOpen() ? CompletableFuture.completedFuture(null) : completed(bound.close());
    }

    /** Stops accepting, and closes every connection without a word; streams that should hear why are closed before. */
    public CompletionStage<Void> close() {
        return unbind().thenCompose(unbound -> completed(connections.close()));
    }

    /** Stops accepting, and lets the connections come to their end by themselves; closes those that remain after a time. */
    public CompletionStage<Void> close(Duration patience) {
        return unbind().thenCompose(unbound -> ended().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS))
                .handle((ended, late) -> null)
                .thenCompose(over -> close());
    }

    private CompletableFuture<Void> ended() {
        return completed(connections.newCloseFuture()).toCompletableFuture();
    }

    private static CompletionStage<Void> completed(io.netty.util.concurrent.Future<Void> future) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        future.addListener(done -> stage.complete(null));
        return stage;
    }
}
