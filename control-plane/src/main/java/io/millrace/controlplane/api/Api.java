package io.millrace.controlplane.api;

import akka.actor.typed.ActorSystem;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The API port, listening. */
public final class Api {
    private final HttpServer server;
    private final Channel listener;

    private Api(HttpServer server, Channel listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Starts the HTTP server and the listener before it.
     *
     * @param origins where an origin of the cluster takes RTMP with a PROXY protocol header; empty if there is none
     */
    public static CompletionStage<Api> start(
            ActorSystem<?> system,
            ApiSettings settings,
            Sockets sockets,
            ApiHandler handler,
            Supplier<Optional<InetSocketAddress>> origins) {
        ForwardedClients clients = new ForwardedClients();
        return HttpServer.start(system, settings, handler, clients)
                .thenCompose(server -> new Front(settings, sockets, server.address(), origins, clients)
                        .bind()
                        .thenApply(listener -> new Api(server, listener)));
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Takes no new connections, lets running requests end within the deadline, then closes. */
    public CompletionStage<Void> stop(Duration deadline) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        listener.close().addListener(future -> closed.complete(null));
        return closed.thenCombine(server.stop(deadline), (nothing, terminated) -> null);
    }
}
