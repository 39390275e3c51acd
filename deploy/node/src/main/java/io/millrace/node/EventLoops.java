package io.millrace.node;

import io.millrace.config.ConfigurationException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The threads that move media.
 *
 * @param acceptors accept connections
 * @param workers read and write them
 * @param serverChannel the kind of listening socket that belongs to these threads
 * @param clientChannel the kind of connecting socket
 */
record EventLoops(
        EventLoopGroup acceptors,
        EventLoopGroup workers,
        Class<? extends ServerChannel> serverChannel,
        Class<? extends SocketChannel> clientChannel) {

    /**
     * @param threads 0 for one per processor
     * @throws ConfigurationException if the transport is not to be had on this machine
     */
    static EventLoops start(int threads, IoTransport wanted) {
        IoTransport transport = wanted.resolve();
        IoHandlerFactory handlers = transport.handlers();
        int workers = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept"), handlers),
                new MultiThreadIoEventLoopGroup(workers, new DefaultThreadFactory("media"), handlers),
                transport.serverChannel(),
                transport.clientChannel());
    }

    /** Closes what is still open, and ends the threads. */
    CompletionStage<Void> stop(Duration deadline) {
        return CompletableFuture.allOf(stop(acceptors, deadline), stop(workers, deadline));
    }

    private static CompletableFuture<Void> stop(EventLoopGroup group, Duration deadline) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        group.shutdownGracefully(0, deadline.toMillis(), TimeUnit.MILLISECONDS)
                .addListener(future -> stopped.complete(null));
        return stopped;
    }
}
