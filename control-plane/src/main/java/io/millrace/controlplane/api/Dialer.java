package io.millrace.controlplane.api;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections to the first of several servers that can be reached. Safe on any thread. */
final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final Sockets sockets;
    private final Duration timeout;

    /** @param timeout for each server */
    Dialer(Sockets sockets, Duration timeout) {
        this.sockets = sockets;
        this.timeout = timeout;
    }

    /**
     * Connects a channel that does not read by itself.
     *
     * @param servers at least one
     * @return told on the loop; fails with what is wrong with the last server
     */
    Future<Channel> dial(EventLoop loop, List<InetSocketAddress> servers) {
        Promise<Channel> promise = loop.newPromise();
        dial(loop, servers, 0, promise);
        return promise;
    }

    private void dial(EventLoop loop, List<InetSocketAddress> servers, int index, Promise<Channel> promise) {
        InetSocketAddress server = servers.get(index);
        resolve(server)
                .whenCompleteAsync(
                        (address, unknown) -> {
                            if (unknown != null) {
                                failed(loop, servers, index, promise, unknown);
                                return;
                            }
                            connect(loop, address).addListener((ChannelFuture connected) -> {
                                if (connected.isSuccess()) {
                                    promise.setSuccess(connected.channel());
                                } else {
                                    failed(loop, servers, index, promise, connected.cause());
                                }
                            });
                        },
                        loop);
    }

    private void failed(
            EventLoop loop, List<InetSocketAddress> servers, int index, Promise<Channel> promise, Throwable cause) {
        LOG.warn("{} cannot be reached: {}", servers.get(index), cause.toString());
        if (index + 1 < servers.size()) {
            dial(loop, servers, index + 1, promise);
        } else {
            promise.setFailure(cause);
        }
    }

    private ChannelFuture connect(EventLoop loop, InetSocketAddress server) {
        return new Bootstrap()
                .group(loop)
                .channel(sockets.socketChannel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {}
                })
                .connect(server);
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
