package io.millrace.node;

import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import io.millrace.edge.Edge;
import io.millrace.origin.Origin;
import io.millrace.quota.BucketQuotas;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What this node tells the others about itself; more and more as its parts come to listen. They are entered by the thread
 * that starts the node; it is read on any.
 */
final class OwnStatus implements Supplier<NodeStatus> {
    private final NodeSettings node;
    private final String zone;
    private volatile Optional<Origin> origin = Optional.empty();
    private volatile Optional<Edge> edge = Optional.empty();
    private volatile Optional<Endpoint> rtmp = Optional.empty();
    private volatile Optional<Endpoint> relay = Optional.empty();
    private volatile Optional<String> http = Optional.empty();
    private volatile Optional<BucketQuotas> quotas = Optional.empty();
    private volatile boolean draining;

    OwnStatus(NodeSettings node, String zone) {
        this.node = node;
        this.zone = zone;
    }

    /** @param advertised where others reach the relay listener, if its own host is not it */
    void relayStarted(Optional<String> advertised, String boundHost, int port) {
        relay = Optional.of(new Endpoint(advertised.orElseGet(() -> reachable(boundHost)), port));
    }

    /** What buckets take of this node is told from now on. */
    void quotas(BucketQuotas begun) {
        quotas = Optional.of(begun);
    }

    void originStarted(Origin started) {
        origin = Optional.of(started);
    }

    void edgeStarted(Edge started, String boundHost) {
        http = Optional.of(base("http", new Endpoint(reachable(boundHost), started.httpPort())));
        edge = Optional.of(started);
    }

    void rtmpStarted(String boundHost, int port) {
        rtmp = Optional.of(new Endpoint(reachable(boundHost), port));
    }

    /** Whether the node is about to stop; tell the directory to announce it. */
    void draining(boolean now) {
        draining = now;
    }

    @Override
    public NodeStatus get() {
        Set<String> roles = node.roles().stream().map(Role::roleName).collect(Collectors.toSet());
        return new NodeStatus(
                "",
                roles,
                zone,
                rtmp,
                relay,
                edge.isPresent()
                        ? node.publicRtmp().map(URI::toString).or(() -> rtmp.map(at -> base("rtmp", at)))
                        : Optional.empty(),
                edge.isPresent() ? node.publicHttp().map(URI::toString).or(() -> http) : Optional.empty(),
                load(),
                draining,
                quotas.map(BucketQuotas::announce).orElse(Map.of()));
    }

    private NodeLoad load() {
        return new NodeLoad(
                edge.map(role -> role.viewers().viewers()).orElse(0),
                edge.map(role -> role.viewers().capacity()).orElse(0),
                origin.map(Origin::publishers).orElse(0),
                origin.map(Origin::capacity).orElse(0));
    }

    /** What listens on any address is reached where remoting is. */
    private String reachable(String boundHost) {
        return switch (boundHost) {
            case "", "0.0.0.0", "::", "[::]" -> node.remoting().host();
            default -> boundHost;
        };
    }

    private static String base(String scheme, Endpoint at) {
        boolean six = at.host().contains(":") && !at.host().startsWith("[");
        return scheme + "://" + (six ? "[" + at.host() + "]" : at.host()) + ":" + at.port();
    }
}
