package io.millrace.controlplane.api;

import io.millrace.rtmp.connection.AddressLimit;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
    private final Dialer dialer;
    private final InetSocketAddress httpServer;
    private final Supplier<List<InetSocketAddress>> origins;
    private final ForwardedClients clients;
    private final AddressLimit addresses;
    private final AtomicInteger open = new AtomicInteger();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /** @param origins where the cluster's origins take RTMP with a PROXY protocol header, the best first */
    Front(
            ApiSettings settings,
            Sockets sockets,
            InetSocketAddress httpServer,
            Supplier<List<InetSocketAddress>> origins,
            ForwardedClients clients) {
        this.settings = settings;
        this.sockets = sockets;
        this.dialer = new Dialer(sockets, settings.connectTimeout());
        this.httpServer = httpServer;
        this.origins = origins;
        this.clients = clients;
        this.addresses = new AddressLimit(settings.maxConnectionsPerAddress());
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

    /**
     * Closes the connections that are still there at the deadline; the listener is closed before.
     *
     * @return completes when there is none any more
     */
    CompletionStage<Void> end(Duration deadline) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Future<?> cut = sockets.workers()
                .next()
                .schedule(() -> connections.close(), deadline.toMillis(), TimeUnit.MILLISECONDS);
        connections.newCloseFuture().addListener(closed -> {
            cut.cancel(false);
            ended.complete(null);
        });
        return ended;
    }

    private void accept(Channel client) {
        InetAddress address = ((InetSocketAddress) client.remoteAddress()).getAddress();
        client.closeFuture().addListener(closed -> open.decrementAndGet());
        if (open.incrementAndGet() > settings.maxConnections()) {
            LOG.warn(
                    "{}: closed, the API port has {} connections open already", client.remoteAddress(), open.get() - 1);
            client.close();
        } else if (!addresses.tryEnter(address)) {
            LOG.debug("{}: closed, too many connections of this address", client.remoteAddress());
            client.close();
        } else {
            client.closeFuture().addListener(closed -> addresses.leave(address));
            connections.add(client);
            client.pipeline().addLast(new FirstByteHandler(this::route, settings.firstByteTimeout()));
        }
    }

    private void route(ChannelHandlerContext context, boolean rtmp, ByteBuf first) {
        Channel client = context.channel();
        List<InetSocketAddress> targets = rtmp ? origins.get() : List.of(httpServer);
        if (targets.isEmpty()) {
            LOG.warn("{}: closed, it speaks RTMP and there is no origin", client.remoteAddress());
            first.release();
            client.close();
            return;
        }
        List<InetSocketAddress> tried = targets.subList(0, Math.min(targets.size(), settings.maxOriginsTried()));
        dialer.dial(client.eventLoop(), tried).addListener((Future<Channel> dialed) -> {
            if (dialed.isSuccess() && client.isActive()) {
                begin(client, dialed.getNow(), rtmp, first);
                return;
            }
            first.release();
            client.close();
            if (dialed.isSuccess()) {
                dialed.getNow().close();
            } else {
                LOG.info("{}: closed, nothing behind the API port can be reached", client.remoteAddress());
            }
        });
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
