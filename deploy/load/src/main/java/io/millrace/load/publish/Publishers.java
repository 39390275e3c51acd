package io.millrace.load.publish;

import io.millrace.load.media.FlvFile;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Publishes one file to many addresses at once, each begun a little later than the one before. */
public final class Publishers implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int MAX_BEHIND_BYTES = 8 * 1024 * 1024;

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger publishing = new AtomicInteger();
    private final int count;
    private volatile boolean closing;
    private volatile Throwable failure;

    private Publishers(int count) {
        this.count = count;
    }

    /** @param perSecond how many begin in a second */
    public static Publishers start(EventLoopGroup loops, FlvFile file, List<URI> urls, int perSecond) {
        Publishers publishers = new Publishers(urls.size());
        for (int i = 0; i < urls.size(); i++) {
            URI url = urls.get(i);
            EventLoop loop = loops.next();
            loop.schedule(
                    () -> publishers.connect(loop, file, url),
                    TimeUnit.SECONDS.toNanos(i) / perSecond,
                    TimeUnit.NANOSECONDS);
        }
        return publishers;
    }

    private void connect(EventLoop loop, FlvFile file, URI url) {
        PublisherListener listener = new PublisherListener() {
            @Override
            public void onPublishing() {
                publishing.incrementAndGet();
            }

            @Override
            public void onClosed(Throwable cause) {
                if (!closing && failure == null) {
                    failure = cause;
                }
            }
        };
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(MAX_BEHIND_BYTES / 2, MAX_BEHIND_BYTES))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline().addLast(new Publisher(url, file, listener));
                    }
                })
                .connect(url.getHost(), url.getPort())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        listener.onClosed(connected.cause());
                    }
                });
    }

    /** Waits until all of them publish. */
    public void awaitPublishing(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (publishing.get() < count) {
            assertAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "publishers: " + publishing + " within " + limit + " (expected: " + count + ")");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Fails if any of them was refused or closed. */
    public void assertAlive() {
        if (failure != null) {
            throw new IllegalStateException("a publisher has failed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        closing = true;
        channels.close().awaitUninterruptibly();
    }
}
