package io.millrace.load.view;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Connections that ask for objects over and over, each as fast as it is answered; all on one event loop. */
public final class Requests implements RequestLoad {
    private static final int READ_BYTES = 256 * 1024;

    private final EventLoop loop;
    private final ByteBuf buffer = Unpooled.directBuffer(READ_BYTES, READ_BYTES);
    private final RequestTally tally = new RequestTally();
    private final List<Channel> channels = new ArrayList<>();
    private long windowBegin;

    /** @param urls of one server, asked for in turn */
    public Requests(EventLoopGroup loops, List<URI> urls, int connections) {
        loop = loops.next();
        List<byte[]> requests = urls.stream()
                .map(url -> AnswerHead.request("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nUser-Agent: millrace-load\r\n\r\n"))
                .toList();
        for (int i = 0; i < connections; i++) {
            Requester requester = new Requester(requests, i, tally);
            URI url = urls.get(0);
            new Bootstrap()
                    .group(loop)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_LINGER, 0)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new LentBuffer(buffer))
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channels.add(channel);
                            channel.pipeline().addLast(requester);
                        }
                    })
                    .connect(url.getHost(), url.getPort())
                    .addListener(connected -> {
                        if (!connected.isSuccess()) {
                            tally.failed();
                        }
                    });
        }
    }

    @Override
    public void warmUp(Duration time) {
        pass(time);
    }

    @Override
    public RequestFigures measure(Duration window) {
        beginWindow();
        pass(window);
        return endWindow();
    }

    private static void pass(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void beginWindow() {
        call(() -> {
            tally.beginWindow();
            windowBegin = System.nanoTime();
            return null;
        });
    }

    private RequestFigures endWindow() {
        return call(() -> tally.figures((System.nanoTime() - windowBegin) / 1e9));
    }

    @Override
    public void close() {
        call(() -> {
            channels.forEach(Channel::close);
            return null;
        });
        call(buffer::release);
    }

    private <T> T call(Callable<T> task) {
        try {
            return loop.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
