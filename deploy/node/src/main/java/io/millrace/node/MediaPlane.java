package io.millrace.node;

import com.typesafe.config.Config;
import io.millrace.config.Settings;
import io.millrace.edge.Edge;
import io.millrace.edge.EdgeServices;
import io.millrace.edge.EdgeSettings;
import io.millrace.origin.Origin;
import io.millrace.origin.OriginServices;
import io.millrace.origin.OriginSettings;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.rtmp.connection.RtmpHandlers;
import io.millrace.rtmp.connection.RtmpListener;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Starts the origin and edge roles, and the public RTMP listeners that they share. */
final class MediaPlane {
    private final Config config;
    private final Parts parts;
    private final NodeAddresses addresses;
    private final Endings endings;

    MediaPlane(Config config, Parts parts, NodeAddresses addresses, Endings endings) {
        this.config = config;
        this.parts = parts;
        this.addresses = addresses;
        this.endings = endings;
    }

    void start(NodeSettings settings) {
        Optional<Origin> origin = settings.has(Role.ORIGIN) ? Optional.of(startOrigin()) : Optional.empty();
        Optional<Edge> edge = settings.has(Role.EDGE) ? Optional.of(startEdge()) : Optional.empty();
        if (origin.isPresent() || edge.isPresent()) {
            listen(new RtmpHandlers(origin.map(Origin::publishHandler), edge.map(Edge::playHandler)));
        }
    }

    private Origin startOrigin() {
        OriginSettings settings = OriginSettings.from(config);
        OriginServices services = new OriginServices(
                parts.system(),
                parts.loops().acceptors(),
                parts.loops().workers(),
                parts.access().streams(),
                parts.channels()::channel,
                parts.channels()::bucket,
                parts.store(),
                parts.tickets(),
                parts.delivery(),
                parts.meters(),
                parts.clock());
        Origin origin = Waiting.await(
                "listening at millrace.relay.port " + settings.relay().port(), Origin.start(services, settings));
        endings.add("origin", () -> Waiting.await("ending the origin", origin.stop()));
        addresses.add(
                "relay", "rtmp", settings.relay().host(), origin.relayAddress().getPort());
        return origin;
    }

    private Edge startEdge() {
        EdgeSettings settings = EdgeSettings.from(config);
        EdgeServices services = new EdgeServices(
                parts.system(),
                parts.channels(),
                parts.loops().acceptors(),
                parts.loops().workers(),
                parts.loops().serverChannel(),
                parts.access().streams(),
                parts.access().objects(),
                parts.store(),
                parts.delivery(),
                parts.meters(),
                parts.clock());
        Edge edge = Waiting.await(
                "listening at millrace.http.port " + settings.http().port(),
                Edge.start(settings, services, parts.tls()));
        endings.add("edge", () -> Waiting.await("ending the edge", edge.stop()));
        String host = settings.http().host();
        addresses.add("http", "http", host, edge.httpPort());
        edge.httpsPort().ifPresent(port -> addresses.add("https", "https", host, port));
        return edge;
    }

    private void listen(RtmpHandlers handlers) {
        Settings rtmp = Settings.of(config, "millrace.rtmp");
        String host = rtmp.text("host");
        RtmpConnectionSettings settings = RtmpConnectionSettings.from(rtmp);
        listen("public", "rtmp", host, settings, handlers, Optional.empty());
        if (parts.tls().isPresent()) {
            listen("tls", "rtmps", host, settings, handlers, parts.tls());
        }
    }

    private void listen(
            String name,
            String scheme,
            String host,
            RtmpConnectionSettings settings,
            RtmpHandlers handlers,
            Optional<SslContext> tls) {
        int port = Settings.of(config, "millrace." + scheme).integer("port", 0, 65535);
        RtmpListener listener = new RtmpListener(
                name, parts.loops().acceptors(), parts.loops().workers(), settings, handlers, tls, parts.meters());
        InetSocketAddress bound =
                Waiting.await("listening at millrace." + scheme + ".port " + port, listener.bind(host, port));
        endings.add(
                scheme + " listener", () -> Waiting.await("closing the " + scheme + " listener", listener.unbind()));
        addresses.add(scheme, scheme, host, bound.getPort());
    }
}
