package io.millrace.edge;

import io.millrace.edge.feed.EdgeFeed;
import io.millrace.edge.hls.PlaylistRenderer;
import io.millrace.edge.http.EdgeHttpServer;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.rtmp.EdgePlayHandler;
import io.millrace.edge.viewer.ViewerLimit;
import io.millrace.rtmp.connection.PlayHandler;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The edge role of a node, running. */
public final class Edge {
    private final EdgeChannels channels;
    private final PlayHandler playHandler;
    private final ViewerLimit viewers;
    private final List<Channel> listeners;

    private Edge(EdgeChannels channels, PlayHandler playHandler, ViewerLimit viewers, List<Channel> listeners) {
        this.channels = channels;
        this.playHandler = playHandler;
        this.viewers = viewers;
        this.listeners = listeners;
    }

    /**
     * Starts the edge: its HTTP listener, and, given a certificate, one with TLS.
     *
     * @return completes when all listen, or fails with why one cannot
     */
    public static CompletionStage<Edge> start(EdgeSettings settings, EdgeServices services, Optional<SslContext> tls) {
        EdgeChannels channels = EdgeChannels.create(
                services.system(),
                services.channels(),
                services.loops(),
                settings.relay(),
                settings.rtmp(),
                () -> new EdgeFeed(
                        settings.streamLog(),
                        settings.relay().gopCacheBytes(),
                        settings.rtmp().outgoingChunkSize()),
                services.registry());
        ViewerLimit viewers = new ViewerLimit(settings.maxViewers(), services.registry());
        EdgeHttpServer http = new EdgeHttpServer(
                settings.http(),
                services.objectAccess(),
                channels,
                services.delivery(),
                viewers,
                new PlaylistRenderer(services.clock(), settings.relay().grace()),
                services.store(),
                services.clock());
        PlayHandler playHandler = new EdgePlayHandler(services.streamAccess(), channels, services.delivery(), viewers);
        CompletionStage<List<Channel>> plain =
                bind(http, services, settings.http().port(), Optional.empty(), List.of());
        CompletionStage<List<Channel>> all = tls.isEmpty()
                ? plain
                : plain.thenCompose(bound -> bind(http, services, settings.httpsPort(), tls, bound));
        return all.thenApply(listeners -> new Edge(channels, playHandler, viewers, listeners));
    }

    private static CompletionStage<List<Channel>> bind(
            EdgeHttpServer http, EdgeServices services, int port, Optional<SslContext> tls, List<Channel> before) {
        return http.bind(services.acceptLoops(), services.loops(), services.transport(), port, tls)
                .thenApply(channel -> {
                    List<Channel> listeners = new ArrayList<>(before);
                    listeners.add(channel);
                    return List.copyOf(listeners);
                });
    }

    /** Where the HTTP listener listens. */
    public int httpPort() {
        return port(listeners.get(0));
    }

    /** Where the listener with TLS listens, if there is one. */
    public OptionalInt httpsPort() {
        return listeners.size() < 2 ? OptionalInt.empty() : OptionalInt.of(port(listeners.get(1)));
    }

    /** Serves RTMP players; plugged into the node's public RTMP listener. */
    public PlayHandler playHandler() {
        return playHandler;
    }

    /** The viewers that it has and may have; safe on any thread. */
    public ViewerLimit viewers() {
        return viewers;
    }

    /** Takes no new viewers and lets those there are come to their streams' end. */
    public CompletionStage<Void> stop() {
        CompletableFuture<?>[] closed = listeners.stream()
                .map(listener -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    listener.close().addListener(future -> done.complete(null));
                    return done;
                })
                .toArray(CompletableFuture<?>[]::new);
        channels.close();
        return CompletableFuture.allOf(closed);
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }
}
