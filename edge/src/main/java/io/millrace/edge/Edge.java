package io.millrace.edge;

import akka.actor.typed.ActorSystem;
import io.millrace.edge.feed.EdgeFeed;
import io.millrace.edge.hls.PlaylistRenderer;
import io.millrace.edge.http.EdgeHttpServer;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.rtmp.EdgePlayHandler;
import io.millrace.edge.viewer.Departure;
import io.millrace.edge.viewer.Entrance;
import io.millrace.edge.viewer.OtherEdges;
import io.millrace.edge.viewer.ViewerLimit;
import io.millrace.relay.RelayPlay;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.stream.LeftOutTracks;
import io.millrace.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The edge role of a node, running. */
public final class Edge {
    /** How long the viewers that were let go last may take to leave. */
    private static final Duration DEPARTURE_MARGIN = Duration.ofSeconds(2);

    private final EdgeChannels channels;
    private final PlayHandler playHandler;
    private final ViewerLimit viewers;
    private final List<Channel> listeners;
    private final EdgeHttpServer http;
    private final Departure departure;
    private final EventExecutor timer;
    private final Duration drainTime;

    private Edge(
            EdgeChannels channels,
            PlayHandler playHandler,
            ViewerLimit viewers,
            List<Channel> listeners,
            EdgeHttpServer http,
            Departure departure,
            EventExecutor timer,
            Duration drainTime) {
        this.channels = channels;
        this.playHandler = playHandler;
        this.viewers = viewers;
        this.listeners = listeners;
        this.http = http;
        this.departure = departure;
        this.timer = timer;
        this.drainTime = drainTime;
    }

    /**
     * Starts the edge: its HTTP listener, and, given a certificate, one with TLS.
     *
     * @return completes when all listen, or fails with why one cannot
     */
    public static CompletionStage<Edge> start(EdgeSettings settings, EdgeServices services, Optional<ServerTls> tls) {
        EdgeChannels channels = EdgeChannels.create(
                services.system(),
                services.channels(),
                services.loops(),
                settings.relay(),
                settings.rtmp(),
                services.nodes(),
                services.self(),
                id -> new EdgeFeed(settings.feed(), format -> new LeftOutTracks(id, format, services.registry())),
                services.registry());
        Departure departure = new Departure();
        ViewerLimit viewers = new ViewerLimit(services.admission(), services.registry());
        Entrance entrance = new Entrance(viewers, services.quotas(), services.rights(), services.registry());
        OtherEdges others = new OtherEdges(services.nodes(), services.self(), new Random());
        EdgeHttpServer http = new EdgeHttpServer(
                settings.http(),
                settings.https(),
                services.objectAccess(),
                services.httpCallbacks(),
                channels,
                services.delivery(),
                viewers,
                entrance,
                services.quotas(),
                others,
                departure,
                new PlaylistRenderer(services.clock(), settings.relay().grace()),
                services.store(),
                services.clock());
        PlayHandler playHandler = new EdgePlayHandler(
                services.streamAccess(),
                services.rtmpCallbacks(),
                channels,
                services.delivery(),
                viewers,
                entrance,
                others,
                departure);
        CompletionStage<List<Channel>> plain =
                bind(http, services, settings.http().port(), Optional.empty(), List.of());
        CompletionStage<List<Channel>> all = tls.isEmpty()
                ? plain
                : plain.thenCompose(
                        bound -> bind(http, services, settings.https().port(), tls, bound));
        return all.thenApply(listeners -> new Edge(
                channels,
                playHandler,
                viewers,
                listeners,
                http,
                departure,
                services.loops().next(),
                settings.drainTime()));
    }

    private static CompletionStage<List<Channel>> bind(
            EdgeHttpServer http, EdgeServices services, int port, Optional<ServerTls> tls, List<Channel> before) {
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

    /** Goes on in another actor system, as the cluster has counted the former one out; nobody is closed. */
    public void rejoin(ActorSystem<?> next) {
        channels.rejoin(next);
    }

    /** Serves RTMP players; plugged into the node's public RTMP listener. */
    public PlayHandler playHandler() {
        return playHandler;
    }

    /** Serves other edges of its zone; plugged into the node's relay listener. */
    public Consumer<RelayPlay> relays() {
        return channels::relay;
    }

    /** The viewers that it has and could have; safe on any thread. */
    public ViewerLimit viewers() {
        return viewers;
    }

    /**
     * Takes no new viewers from now on: the HTTP listeners are closed, players are refused, and what is still asked over
     * open connections is answered for the last time. Viewers go on.
     */
    public void refuseViewers() {
        departure.begin();
        http.closeConnections();
        listeners.forEach(Channel::close);
    }

    /** The longest that {@link #stop} may take. */
    public static Duration stopLimit(EdgeSettings settings) {
        return settings.drainTime().plus(DEPARTURE_MARGIN);
    }

    /** Takes no new viewers, and lets those there are go over the drain time. */
    public CompletionStage<Void> stop() {
        refuseViewers();
        return departure.letAllGo(timer, drainTime, DEPARTURE_MARGIN).thenRun(channels::close);
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }
}
