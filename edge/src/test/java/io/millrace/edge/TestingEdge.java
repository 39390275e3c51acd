package io.millrace.edge;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.admission.AdmissionSettings;
import io.millrace.admission.Machine;
import io.millrace.admission.MemoryUse;
import io.millrace.admission.NodeLimits;
import io.millrace.auth.LiveRights;
import io.millrace.auth.TestingTokens;
import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import io.millrace.config.Settings;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.quota.BucketQuotas;
import io.millrace.relay.RelayListenerSettings;
import io.millrace.relay.RelayServer;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.rtmp.connection.RtmpHandlers;
import io.millrace.rtmp.connection.RtmpListener;
import io.millrace.stream.StreamLogSettings;
import io.millrace.tls.ServerTls;
import io.millrace.webhook.HttpCallbacks;
import io.millrace.webhook.RtmpCallbacks;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An edge on ephemeral loopback ports, with an RTMP listener and origins as a test asks for them. */
final class TestingEdge implements AutoCloseable {
    private final Config config;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final TestingStore store = new TestingStore();
    private final TestingAccess access = new TestingAccess();
    private final List<TestingOrigin> origins = new ArrayList<>();
    private final TestingTime time = new TestingTime();
    private final TestingTokens tokens = new TestingTokens();
    private final Admission admission;
    private final Edge edge;
    private final RtmpListener rtmp;
    private InetSocketAddress rtmpAddress;
    private final TestingCluster cluster;
    private final RelayServer relay;
    private final int relayPort;
    private volatile MemoryUse memory = new MemoryUse(0, 100, 0, 100);
    private volatile NodeLoad load = NodeLoad.NONE;

    /** @param changes HOCON below {@code millrace} that differs from the defaults */
    TestingEdge(TestingCluster cluster, String changes) {
        this(cluster, changes, Optional.empty());
    }

    TestingEdge(TestingCluster cluster, String changes, Optional<ServerTls> tls) {
        config = ConfigFactory.parseString("millrace {" + changes + "}")
                .withFallback(ConfigFactory.parseString("millrace.http { host = 127.0.0.1, port = 0 }"))
                .withFallback(ConfigFactory.parseString("millrace { https.port = 0, edge.drain-time = 0 s }"))
                .withFallback(
                        ConfigFactory.parseString(
                                "millrace { admission.interval = 20 ms, origin.max-publishers = auto, cluster.zone = test, relay { host = 127.0.0.1, port = 0 } }"))
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve();
        this.cluster = cluster;
        Delivery delivery = new Delivery(delivery(), registry);
        relay = new RelayServer(
                RelayListenerSettings.from(Settings.of(config, "millrace.relay")),
                rtmp(),
                loops,
                loops,
                cluster.tickets(),
                delivery,
                registry);
        relayPort = relay.bind().toCompletableFuture().join().getPort();
        admission = new Admission(
                NodeLimits.of(AdmissionSettings.from(config), Machine.current()), delivery, () -> memory, registry);
        admission.start(loops, AdmissionSettings.from(config).interval());
        edge = Edge.start(
                        EdgeSettings.from(config),
                        new EdgeServices(
                                cluster.system(),
                                cluster.channels(),
                                cluster::nodes,
                                this::self,
                                loops,
                                loops,
                                NioServerSocketChannel.class,
                                access,
                                access,
                                new LiveRights(tokens, time),
                                new BucketQuotas(cluster::nodes, this::self, System::nanoTime),
                                RtmpCallbacks.none(),
                                HttpCallbacks.none(),
                                store,
                                delivery,
                                admission,
                                registry,
                                time),
                        tls)
                .toCompletableFuture()
                .join();
        relay.serveEdge(edge.relays());
        rtmp = new RtmpListener(
                "test", loops, loops, rtmp(), RtmpHandlers.playOnly(edge.playHandler()), Optional.empty(), registry);
        rtmpAddress = rtmp.bind("127.0.0.1", 0).toCompletableFuture().join();
        announce(false);
    }

    private Optional<NodeStatus> self() {
        return Optional.of(status(false));
    }

    private NodeStatus status(boolean draining) {
        return new NodeStatus(
                "akka://test@127.0.0.1:" + relayPort + "#1",
                Set.of(NodeStatus.EDGE),
                config.getString("millrace.cluster.zone"),
                Optional.empty(),
                Optional.of(new Endpoint("127.0.0.1", relayPort)),
                Optional.ofNullable(rtmpAddress).map(rtmp -> "rtmp://127.0.0.1:" + rtmp.getPort()),
                Optional.of("http://127.0.0.1:" + httpPort()),
                load,
                draining);
    }

    /** Tells the other edges of this one. */
    void announce(boolean draining) {
        cluster.announce(status(draining));
    }

    /** Tells the other edges that this one has so many viewers of a hundred. */
    void announceViewers(int viewers) {
        load = new NodeLoad(viewers, 100, 0, 0);
        announce(false);
    }

    /** So much of a hundred bytes of direct memory are in use from the next measurement on, for which this waits. */
    void useMemory(int bytes) {
        memory = new MemoryUse(0, 100, bytes, 100);
        Await.until("memory is measured", () -> gauge("millrace.admission.memory.share") * 100 == bytes);
    }

    /** An origin for one session; closed with this edge at the latest. */
    TestingOrigin origin() {
        TestingOrigin origin = new TestingOrigin(
                loops, rtmp(), delivery(), StreamLogSettings.from(Settings.of(config, "millrace.stream")));
        origins.add(origin);
        return origin;
    }

    private DeliverySettings delivery() {
        return DeliverySettings.from(Settings.of(config, "millrace.delivery"));
    }

    RtmpConnectionSettings rtmp() {
        return RtmpConnectionSettings.from(Settings.of(config, "millrace.rtmp"));
    }

    TestingStore store() {
        return store;
    }

    TestingAccess access() {
        return access;
    }

    /** Revokes tokens. */
    TestingTokens tokens() {
        return tokens;
    }

    TestingTime time() {
        return time;
    }

    Edge edge() {
        return edge;
    }

    EventLoopGroup loops() {
        return loops;
    }

    int httpPort() {
        return edge.httpPort();
    }

    InetSocketAddress rtmpAddress() {
        return rtmpAddress;
    }

    HttpClientConnection connect() {
        return new HttpClientConnection(httpPort());
    }

    double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    int viewers() {
        return (int) gauge("millrace.edge.viewers");
    }

    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return;
        }
        cluster.forget(status(false));
        edge.stop().toCompletableFuture().join();
        relay.close().toCompletableFuture().join();
        rtmp.close().toCompletableFuture().join();
        origins.forEach(TestingOrigin::close);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        store.close();
    }

    /** A clock that goes on when a test says so. */
    static final class TestingTime implements InstantSource {
        private volatile java.time.Instant now = java.time.Instant.parse("2026-01-02T03:04:05Z");

        @Override
        public java.time.Instant instant() {
            return now;
        }

        void advance(java.time.Duration by) {
            now = now.plus(by);
        }
    }
}
