package io.millrace.edge;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.config.Settings;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.rtmp.connection.RtmpHandlers;
import io.millrace.rtmp.connection.RtmpListener;
import io.millrace.stream.StreamLogSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Edge edge;
    private final RtmpListener rtmp;
    private final InetSocketAddress rtmpAddress;

    /** @param changes HOCON below {@code millrace} that differs from the defaults */
    TestingEdge(TestingCluster cluster, String changes) {
        this(cluster, changes, Optional.empty());
    }

    TestingEdge(TestingCluster cluster, String changes, Optional<SslContext> tls) {
        config = ConfigFactory.parseString("millrace {" + changes + "}")
                .withFallback(ConfigFactory.parseString("millrace.http { host = 127.0.0.1, port = 0 }"))
                .withFallback(ConfigFactory.parseString("millrace { https.port = 0, edge.drain-time = 0 s }"))
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve();
        edge = Edge.start(
                        EdgeSettings.from(config),
                        new EdgeServices(
                                cluster.system(),
                                cluster.channels(),
                                loops,
                                loops,
                                NioServerSocketChannel.class,
                                access,
                                access,
                                store,
                                new Delivery(delivery(), registry),
                                registry,
                                time),
                        tls)
                .toCompletableFuture()
                .join();
        rtmp = new RtmpListener(
                "test", loops, loops, rtmp(), RtmpHandlers.playOnly(edge.playHandler()), Optional.empty(), registry);
        rtmpAddress = rtmp.bind("127.0.0.1", 0).toCompletableFuture().join();
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

    int viewers() {
        return (int) gauge("millrace.edge.viewers");
    }

    @Override
    public void close() {
        edge.stop().toCompletableFuture().join();
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
