package io.millrace.rtmp.connection;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.tls.ServerTls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A listener on an ephemeral loopback port with event loops of its own. */
final class TestingServer implements AutoCloseable {
    private final EventLoopGroup loops;
    private final RtmpListener listener;
    private final InetSocketAddress address;

    TestingServer(RtmpConnectionSettings settings, RtmpHandlers handlers) {
        this(settings, handlers, Optional.empty());
    }

    TestingServer(RtmpConnectionSettings settings, RtmpHandlers handlers, Optional<ServerTls> tls) {
        this(settings, handlers, tls, new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory()));
    }

    /** @param loops shut down with the server */
    TestingServer(
            RtmpConnectionSettings settings, RtmpHandlers handlers, Optional<ServerTls> tls, EventLoopGroup loops) {
        this.loops = loops;
        listener = new RtmpListener("test", loops, loops, settings, handlers, tls, new SimpleMeterRegistry());
        address = listener.bind("127.0.0.1", 0).toCompletableFuture().join();
    }

    InetSocketAddress address() {
        return address;
    }

    EventLoopGroup loops() {
        return loops;
    }

    RtmpListener listener() {
        return listener;
    }

    @Override
    public void close() {
        listener.close().toCompletableFuture().join();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
