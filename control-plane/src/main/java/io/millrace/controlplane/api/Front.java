package io.millrace.controlplane.api;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API port's listener: splices RTMP connections to an origin and all others to the HTTP server. */
final class Front {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int BACKLOG = 1024;

    private final ApiSettings settings;
    private final Sockets sockets;
    private final InetSocketAddress httpServer;
    private final Supplier<Optional<InetSocketAddress>> origins;
    private final ForwardedClients clients;
    private final AtomicInteger open = new AtomicInteger();

    /** @param origins where an origin of the cluster takes RTMP with a PROXY protocol header; empty if there is none */
    Front(
            ApiSettings settings,
            Sockets sockets,
            InetSocketAddress httpServer,
            Supplier<Optional<InetSocketAddress>> origins,
            ForwardedClients clients) {
        this.settings = settings;
        this.sockets = sockets;
        this.httpServer = httpServer;
        this.origins = origins;
        this.clients = clients;
    }

    CompletionStage<Channel> bind() {
        CompletableFuture<Channel> bound = new CompletableFuture<>();
        new ServerBootstrap()
                .group(sockets.acceptors(), sockets.workers())
                .channel(sockets.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(new InetSocketAddress(settings.host(), settings.port()))
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        bound.complete(done.channel());
                    } else {
                        bound.completeExceptionally(done.cause());
                    }
                });
        return bound;
    }

    private void accept(Channel client) {
        client.closeFuture().addListener(closed -> open.decrementAndGet());
        if (open.incrementAndGet() > settings.maxConnections()) {
            LOG.warn(
                    "{}: closed, the API port has {} connections open already", client.remoteAddress(), open.get() - 1);
            client.close();
        } else {
            client.pipeline().addLast(new FirstByteHandler(this::route, settings.firstByteTimeout()));
        }
    }

    private void route(ChannelHandlerContext context, boolean rtmp, ByteBuf first) {
        Channel client = context.channel();
        Optional<InetSocketAddress> target = rtmp ? origins.get() : Optional.of(httpServer);
        if (target.isEmpty()) {
            LOG.warn("{}: closed, it speaks RTMP and there is no origin", client.remoteAddress());
            first.release();
            client.close();
            return;
        }
        connect(client, target.get()).addListener((ChannelFuture connected) -> {
            if (connected.isSuccess() && client.isActive()) {
                begin(client, connected.channel(), rtmp, first);
            } else {
                first.release();
                connected.channel().close();
                client.close();
                LOG.info("{}: closed, {} cannot be reached", client.remoteAddress(), target.get(), connected.cause());
            }
        });
    }

    private ChannelFuture connect(Channel client, InetSocketAddress target) {
        return new Bootstrap()
                .group(client.eventLoop())
                .channel(sockets.socketChannel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {}
                })
                .connect(target);
    }

    private void begin(Channel client, Channel server, boolean rtmp, ByteBuf first) {
        client.pipeline().remove(FirstByteHandler.class);
        if (rtmp) {
            server.pipeline().addLast(HAProxyMessageEncoder.INSTANCE);
            server.write(ProxyHeader.of(client));
            server.pipeline().remove(HAProxyMessageEncoder.INSTANCE);
        } else {
            InetSocketAddress side = (InetSocketAddress) server.localAddress();
            InetSocketAddress remote = (InetSocketAddress) client.remoteAddress();
            clients.enter(side, remote);
            server.closeFuture().addListener(closed -> clients.leave(side, remote));
        }
        server.writeAndFlush(first);
        Splice.join(client, server);
    }
}
