package io.millrace.controlplane.api;

import akka.actor.typed.ActorSystem;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The API port, listening. */
public final class Api {
    private final HttpServer server;
    private final Front front;
    private final Channel listener;

    private Api(HttpServer server, Front front, Channel listener) {
        this.server = server;
        this.front = front;
        this.listener = listener;
    }

    /**
     * Starts the HTTP server and the listener before it.
     *
     * @param origins where the cluster's origins take RTMP with a PROXY protocol header, the best first
     */
    public static CompletionStage<Api> start(
            ActorSystem<?> system,
            ApiSettings settings,
            Sockets sockets,
            ApiHandler handler,
            Supplier<List<InetSocketAddress>> origins) {
        ForwardedClients clients = new ForwardedClients();
        return HttpServer.start(system, settings, handler, clients).thenCompose(server -> {
            Front front = new Front(settings, sockets, server.address(), origins, clients);
            return front.bind().thenApply(listener -> new Api(server, front, listener));
        });
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /**
     * Takes no new connections, lets running requests end within the deadline, and closes what is left then, RTMP
     * connections above all.
     */
    public CompletionStage<Void> stop(Duration deadline) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        listener.close().addListener(future -> closed.complete(null));
        return closed.thenCompose(
                nothing -> front.end(deadline).thenCombine(server.stop(deadline), (all, http) -> null));
    }
}
