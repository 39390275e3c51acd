package io.millrace.node;

import io.millrace.config.ConfigurationException;
import io.millrace.rtmp.connection.Transport;
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
        IoHandlerFactory handlers = wanted.resolve().handlers();
        int count = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        EventLoopGroup workers = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("media"), handlers);
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept"), handlers),
                workers,
                Transport.serverChannel(workers),
                Transport.clientChannel(workers));
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
