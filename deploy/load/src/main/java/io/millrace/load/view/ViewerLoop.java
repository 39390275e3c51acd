package io.millrace.load.view;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The viewers of one event loop. */
final class ViewerLoop {
    private static final int READ_BYTES = 256 * 1024;

    /**
     * It would not see that the server has closed it: that stands behind what it does not read. Within this time a node
     * has filled the socket's buffers and has found it stuck.
     */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long STALL_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Protocol protocol;
    private final Optional<SslContext> tls;
    private final ByteBuf buffer = Unpooled.directBuffer(READ_BYTES, READ_BYTES);
    private final Tally tally = new Tally();
    private final List<Viewer> viewers = new ArrayList<>();
    private final Set<Channel> channels = new HashSet<>();
    private boolean closed;

    ViewerLoop(EventLoop loop, Protocol protocol, Optional<SslContext> tls) {
        this.loop = loop;
        this.protocol = protocol;
        this.tls = tls;
        bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // Thousands of ended connections would keep their ports for a minute.
                .option(ChannelOption.SO_LINGER, 0);
        if (tls.isEmpty()) {
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, new LentBuffer(buffer));
        }
    }

    void connectAfter(long nanos, URI url, boolean sampled, Runnable onPlaying) {
        loop.schedule(() -> connect(url, sampled, onPlaying), nanos, TimeUnit.NANOSECONDS);
    }

    private void connect(URI url, boolean sampled, Runnable onPlaying) {
        Viewer viewer = new Viewer(url, protocol, tally, sampled, onPlaying);
        viewers.add(viewer);
        connect(url, viewer).addListener(connected -> {
            if (!connected.isSuccess()) {
                viewer.failed();
            }
        });
    }

    /** One that never reads; when it has gone, another comes. */
    void stallAfter(long nanos, URI url) {
        loop.schedule(() -> stall(url), nanos, TimeUnit.NANOSECONDS);
    }

    private void stall(URI url) {
        if (closed) {
            return;
        }
        Channel channel = connect(url, new StalledViewer(url, protocol)).channel();
        loop.schedule(() -> channel.close(), STALL_NANOS, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(gone -> {
            if (!closed) {
                stallAfter(STALL_PAUSE_NANOS, url);
            }
        });
    }

    private ChannelFuture connect(URI url, ChannelHandler viewer) {
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.closeFuture().addListener(over -> channels.remove(channel));
                        tls.ifPresent(context -> channel.pipeline()
                                .addLast(context.newHandler(channel.alloc(), url.getHost(), url.getPort())));
                        channel.pipeline().addLast(viewer);
                    }
                })
                .connect(url.getHost(), url.getPort());
    }

    /** Begins a window; returns when it has. */
    void beginWindow() {
        call(() -> {
            tally.beginWindow();
            long now = System.nanoTime();
            viewers.forEach(viewer -> viewer.beginWindow(now));
            return null;
        });
    }

    /** Ends the window and adds what was counted in it. */
    void endWindow(Tally sum) {
        call(() -> {
            long now = System.nanoTime();
            viewers.forEach(viewer -> viewer.endWindow(now));
            sum.add(tally);
            return null;
        });
    }

    /** Closes all connections. */
    void close() {
        call(() -> {
            viewers.forEach(Viewer::leave);
            closed = true;
            List.copyOf(channels).forEach(Channel::close);
            return null;
        });
        call(() -> {
            buffer.release();
            return null;
        });
    }

    private void call(Callable<Void> task) {
        try {
            loop.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
