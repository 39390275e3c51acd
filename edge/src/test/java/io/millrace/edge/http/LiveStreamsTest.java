package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.admission.MemoryUse;
import io.millrace.admission.NodeLimits;
import io.millrace.auth.LiveRights;
import io.millrace.auth.ObjectDecision;
import io.millrace.auth.Right;
import io.millrace.auth.TokenAuthority;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelId;
import io.millrace.config.Settings;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.edge.EdgeSettings;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.viewer.Departure;
import io.millrace.edge.viewer.Entrance;
import io.millrace.edge.viewer.OtherEdges;
import io.millrace.edge.viewer.ViewerLimit;
import io.millrace.quota.BucketQuotas;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "none");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Config config = ConfigFactory.parseResources("reference.conf").resolve();
    private final Delivery delivery =
            new Delivery(DeliverySettings.from(Settings.of(config, "millrace.delivery")), registry);
    private final ViewerLimit limit = new ViewerLimit(
            new Admission(
                    new NodeLimits(1, 1, 1, OptionalLong.empty(), 1),
                    delivery,
                    () -> new MemoryUse(0, 1, 0, 1),
                    registry),
            registry);

    @Test
    void aConnectionRemembersNoneOfTheStreamsThatItAskedForInVain() {
        Connection connection = new Connection();
        LiveStreams streams = streams();
        for (int i = 0; i < 10; i++) {
            streams.serve(connection.request(), CHANNEL, HttpFormat.FLV);
            FullHttpResponse response = connection.readOutbound();
            assertThat(response.status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
            response.release();
        }
        assertThat(connection.listeners).isZero();
        assertThat(limit.tryEnter()).isEmpty();
        connection.finishAndReleaseAll();
    }

    /** Of an edge that has stopped, so no channel answers. */
    private LiveStreams streams() {
        EdgeSettings settings = EdgeSettings.from(config);
        EdgeChannels channels = EdgeChannels.create(
                null, null, null, settings.relay(), settings.rtmp(), List::of, Optional::empty, id -> null, registry);
        channels.close();
        HttpAnswers answers = new HttpAnswers("*");
        OtherEdges others = new OtherEdges(List::of, Optional::empty, new Random());
        return new LiveStreams(
                channels,
                delivery,
                new Entrance(
                        limit,
                        new BucketQuotas(List::of, Optional::empty, System::nanoTime),
                        new LiveRights(TokenAuthority.NONE, InstantSource.system()),
                        registry),
                new Departure(),
                answers,
                new NoRoom(others, limit, answers),
                Duration.ofSeconds(1));
    }

    /** Counts those who wait for its end. */
    private static final class Connection extends EmbeddedChannel {
        private int listeners;

        Connection() {
            super(new ChannelInboundHandlerAdapter());
        }

        EdgeRequest request() {
            ChannelHandlerContext context = pipeline().firstContext();
            Bucket bucket = new Bucket(
                    "live", BucketSettings.of(BucketAcl.PUBLIC_READ, false, false, true, false, 10), Instant.EPOCH, 0);
            return new EdgeRequest(
                    context,
                    new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/live/none.flv"),
                    new Mounts.Place("/live/none.flv", false, true, Optional.empty()),
                    new InetSocketAddress("192.0.2.8", 40000),
                    new ObjectDecision.Granted(bucket, "none.flv", List.of(), Optional.empty(), Right.LASTING));
        }

        @Override
        public ChannelFuture closeFuture() {
            ChannelFuture future = super.closeFuture();
            return (ChannelFuture) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {ChannelFuture.class}, (proxy, method, arguments) -> {
                        listeners += switch (method.getName()) {
                            case "addListener" -> 1;
                            case "removeListener" -> -1;
                            default -> 0;
                        };
                        try {
                            return method.invoke(future, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
