package io.millrace.node;

import io.millrace.controlplane.nearest.NearestEdges;
import io.millrace.edge.Edge;
import io.millrace.edge.EdgeServices;
import io.millrace.edge.EdgeSettings;
import io.millrace.origin.Origin;
import io.millrace.origin.OriginServices;
import io.millrace.origin.OriginSettings;
import io.millrace.relay.RelayListenerSettings;
import io.millrace.relay.RelayServer;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.rtmp.connection.RtmpHandlers;
import io.millrace.rtmp.connection.RtmpListener;
import io.millrace.tls.ServerTls;
import io.millrace.webhook.HttpCallbacks;
import io.millrace.webhook.RtmpCallbacks;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Starts the origin and edge roles, and the public RTMP listeners that they share. */
final class MediaPlane {
    /** How long edges may take to read the ends of this node's feeds. */
    private static final Duration RELAY_PATIENCE = Duration.ofSeconds(3);

    /** What lies between the end of a role's time to stop and giving it up. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(1);

    private final PartSettings settings;
    private final Parts parts;
    private final NodeAddresses addresses;
    private final Endings endings;
    private final RtmpCallbacks callbacks;

    MediaPlane(PartSettings settings, Parts parts, NodeAddresses addresses, Endings endings) {
        this.settings = settings;
        this.parts = parts;
        this.addresses = addresses;
        this.endings = endings;
        this.callbacks = new RtmpCallbacks(parts.callbacks());
    }

    /** @return the edge, if this node is one */
    Optional<Edge> start(NodeSettings node) {
        if (!node.has(Role.ORIGIN) && !node.has(Role.EDGE)) {
            return Optional.empty();
        }
        RelayListenerSettings own = settings.origin().relay();
        RelayServer relay = relay(own);
        int port = Waiting.await("listening at millrace.relay.port " + own.port(), relay.bind())
                .getPort();
        endings.add("relay listener", () -> Waiting.await("closing the relay listener", relay.close(RELAY_PATIENCE)));
        addresses.add("relay", "rtmp", own.host(), port);
        parts.status().relayStarted(own.advertisedHost(), own.host(), port);
        // Viewers outlast this node's own publishers: so the edge is started first, and stopped last.
        Optional<Edge> edge = node.has(Role.EDGE) ? Optional.of(startEdge()) : Optional.empty();
        Optional<Origin> origin = node.has(Role.ORIGIN) ? Optional.of(startOrigin(port)) : Optional.empty();
        edge.ifPresent(started -> relay.serveEdge(started.relays()));
        origin.ifPresent(started -> relay.serveOrigin(started.relaySource()));
        listen(new RtmpHandlers(
                callbacks,
                origin.map(Origin::publishHandler),
                Optional.of(edge.map(Edge::playHandler).orElseGet(this::elsewhere))));
        endings.add("intake", () -> {
            origin.ifPresent(Origin::refusePublishers);
            edge.ifPresent(Edge::refuseViewers);
        });
        addresses.url("rtmp").ifPresent(url -> parts.status()
                .rtmpStarted(settings.rtmp().host(), url.getPort()));
        return edge;
    }

    /** The longest that the media plane of such a node may take to stop. */
    static Duration stopLimit(NodeSettings node, PartSettings settings) {
        Duration limit = Duration.ZERO;
        if (node.has(Role.ORIGIN)) {
            limit = limit.plus(Origin.stopLimit(settings.origin())).plus(RELAY_PATIENCE);
        }
        return node.has(Role.EDGE) ? limit.plus(Edge.stopLimit(settings.edge())) : limit;
    }

    private RelayServer relay(RelayListenerSettings own) {
        return new RelayServer(
                own,
                settings.origin().rtmp(),
                parts.loops().acceptors(),
                parts.loops().workers(),
                parts.tickets(),
                parts.delivery(),
                parts.meters());
    }

    private PlayHandler elsewhere() {
        NearestEdges nearest = NearestEdges.of(parts.system(), parts.directory(), parts.channels(), settings.nearest());
        return new ElsewherePlayHandler(parts.access().streams(), nearest::find);
    }

    private Origin startOrigin(int relayPort) {
        OriginSettings own = settings.origin();
        OriginServices services = new OriginServices(
                parts.system(),
                relayPort,
                parts.access().streams(),
                parts.access().rights(),
                parts.quotas(),
                callbacks,
                parts.channels()::channel,
                parts.channels()::bucket,
                parts.store(),
                parts.admission(),
                parts.meters(),
                parts.clock());
        Origin origin = Origin.start(services, own);
        endings.add(
                "origin",
                () -> Waiting.await("ending the origin", Origin.stopLimit(own).plus(STOP_MARGIN), origin.stop()));
        parts.status().originStarted(origin);
        return origin;
    }

    private Edge startEdge() {
        EdgeSettings own = settings.edge();
        EdgeServices services = new EdgeServices(
                parts.system(),
                parts.channels(),
                parts.directory()::nodes,
                parts.directory()::self,
                parts.loops().acceptors(),
                parts.loops().workers(),
                parts.loops().serverChannel(),
                parts.access().streams(),
                parts.access().objects(),
                parts.access().rights(),
                parts.quotas(),
                callbacks,
                new HttpCallbacks(parts.callbacks()),
                parts.store(),
                parts.delivery(),
                parts.admission(),
                parts.meters(),
                parts.clock());
        Edge edge = Waiting.await(
                "listening at millrace.http.port " + own.http().port(), Edge.start(own, services, parts.tls()));
        endings.add(
                "edge",
                () -> Waiting.await("ending the edge", Edge.stopLimit(own).plus(STOP_MARGIN), edge.stop()));
        String host = own.http().host();
        parts.status().edgeStarted(edge, host);
        addresses.add("http", "http", host, edge.httpPort());
        edge.httpsPort().ifPresent(port -> addresses.add("https", "https", host, port));
        return edge;
    }

    private void listen(RtmpHandlers handlers) {
        listen("public", "rtmp", settings.rtmp().port(), handlers, Optional.empty());
        if (parts.tls().isPresent()) {
            listen("tls", "rtmps", settings.rtmp().tlsPort(), handlers, parts.tls());
        }
    }

    private void listen(String name, String scheme, int port, RtmpHandlers handlers, Optional<ServerTls> tls) {
        String host = settings.rtmp().host();
        RtmpListener listener = new RtmpListener(
                name,
                parts.loops().acceptors(),
                parts.loops().workers(),
                settings.rtmp().connection(),
                handlers,
                tls,
                parts.meters());
        InetSocketAddress bound =
                Waiting.await("listening at millrace." + scheme + ".port " + port, listener.bind(host, port));
        endings.add(
                scheme + " listener", () -> Waiting.await("closing the " + scheme + " listener", listener.unbind()));
        addresses.add(scheme, scheme, host, bound.getPort());
    }
}
