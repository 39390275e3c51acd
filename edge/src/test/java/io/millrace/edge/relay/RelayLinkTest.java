package io.millrace.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.channel.ChannelId;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Route;
import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import io.millrace.config.Settings;
import io.millrace.edge.feed.EdgeFeed;
import io.millrace.edge.feed.FeedSettings;
import io.millrace.media.MediaKind;
import io.millrace.stream.LeftOutTracks;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayLinkTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");
    private static final Upstream ORIGIN = new Upstream(new Endpoint("origin", 1940), false);

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final List<NodeStatus> nodes = new ArrayList<>();
    private final List<Pulled> pulled = new ArrayList<>();
    private final EdgeFeed feed = new EdgeFeed(
            new FeedSettings(
                    new StreamLogSettings(1 << 16, 1 << 20, Duration.ofSeconds(5)), 1 << 20, 4096, Duration.ZERO),
            format -> new LeftOutTracks("live/ch", format, new SimpleMeterRegistry()));
    private final TestingListener listener = new TestingListener();
    private final RelaySettings settings = RelaySettings.from(
            Settings.of(ConfigFactory.parseResources("reference.conf").resolve(), "millrace.edge"));
    private final RelayLink link = new RelayLink(
            CHANNEL,
            time.eventLoop(),
            settings,
            this::open,
            new Parents(UpstreamChoice.ZONE, () -> nodes, () -> Optional.of(node("self", true))),
            listener);

    @AfterEach
    void close() {
        link.stop();
        feed.close();
        time.finishAndReleaseAll();
    }

    @Test
    void parentsThatFailAreReplacedAtOnceAndAfterTwoOfThemByTheOrigin() {
        nodes.addAll(List.of(node("one", false), node("two", false), node("three", false)));
        link.follow(route(7));
        assertThat(last().upstream.isParent()).isTrue();
        last().listener.onClosed(RelayPull.End.FAILED, "refused");
        time.runPendingTasks();
        assertThat(pulled).hasSize(2);
        assertThat(last().upstream.isParent()).isTrue();
        assertThat(last().upstream).isNotEqualTo(pulled.get(0).upstream);
        last().listener.onClosed(RelayPull.End.REFUSED, "not live here");
        time.runPendingTasks();
        assertThat(last().upstream).isEqualTo(ORIGIN);
    }

    @Test
    void aParentWhoseSessionIsOverIsAskedAgainAfterAWhile() {
        nodes.add(node("one", false));
        link.follow(route(7));
        last().media();
        last().listener.onClosed(RelayPull.End.HUNG_UP, "over");
        time.runPendingTasks();
        assertThat(pulled).hasSize(1);
        time.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
        assertThat(pulled).hasSize(2);
        assertThat(last().upstream).isEqualTo(pulled.get(0).upstream);
    }

    @Test
    void aDrainingParentServesUntilTheNextOneDoes() {
        nodes.add(node("one", false));
        link.follow(route(7));
        Pulled parent = last();
        parent.media();
        nodes.set(0, node("one", true));
        link.review();
        assertThat(last().upstream).isEqualTo(ORIGIN);
        assertThat(parent.closed).isFalse();
        last().media();
        assertThat(parent.closed).isTrue();
        assertThat(listener.sessions).containsExactly(parent.upstream, ORIGIN);
        assertThat(listener.ends).isZero();
    }

    @Test
    void aRelayStaysWhereItIsIfTheNextUpstreamFails() {
        nodes.add(node("one", false));
        link.follow(route(7));
        Pulled parent = last();
        parent.media();
        listener.parent = true;
        link.review();
        last().listener.onClosed(RelayPull.End.FAILED, "refused");
        assertThat(parent.closed).isFalse();
        link.review();
        assertThat(pulled).hasSize(2);
        parent.media();
        assertThat(listener.ends).isZero();
    }

    @Test
    void anEdgeThatIsAParentPullsFromTheOrigin() {
        nodes.add(node("one", false));
        listener.parent = true;
        link.follow(route(7));
        assertThat(last().upstream).isEqualTo(ORIGIN);
    }

    @Test
    void whatAFormerSessionStillSendsGoesNowhere() {
        link.follow(route(7));
        Pulled frozen = last();
        frozen.media();
        link.follow(route(9));
        assertThat(frozen.closed).isTrue();
        frozen.media();
        link.follow(route(7));
        assertThat(pulled).hasSize(2);
        last().media();
        frozen.media();
        frozen.listener.onClosed(RelayPull.End.FAILED, "silent");
        assertThat(listener.epochs).containsExactly(7L, 9L);
        assertThat(listener.ends).isZero();
        assertThat(link.epoch()).isEqualTo(9);
    }

    private RelayPull.Connection open(
            ChannelId channel, Route route, Upstream upstream, EventLoop loop, RelayPull.Listener to) {
        Pulled connection = new Pulled(upstream, to);
        pulled.add(connection);
        return () -> connection.closed = true;
    }

    private Pulled last() {
        return pulled.get(pulled.size() - 1);
    }

    private static Route route(long epoch) {
        return new Route(epoch, new OriginNode("akka://test", "origin", 1940), "ticket");
    }

    private static NodeStatus node(String host, boolean draining) {
        return new NodeStatus(
                "akka://test@" + host,
                Set.of("edge"),
                "a",
                Optional.empty(),
                Optional.of(new Endpoint(host, 1940)),
                Optional.empty(),
                Optional.empty(),
                NodeLoad.NONE,
                draining);
    }

    private static final class Pulled {
        private final Upstream upstream;
        private final RelayPull.Listener listener;
        private boolean closed;

        Pulled(Upstream upstream, RelayPull.Listener listener) {
            this.upstream = upstream;
            this.listener = listener;
        }

        void media() {
            listener.onMedia(MediaKind.AUDIO, 0, Unpooled.wrappedBuffer(new byte[] {(byte) 0xaf, 1, 0}));
        }
    }

    private final class TestingListener implements RelayLink.Listener {
        private final List<Upstream> sessions = new ArrayList<>();
        private final List<Long> epochs = new ArrayList<>();
        private boolean parent;
        private int ends;

        @Override
        public EdgeFeed onSession(long epoch, Upstream upstream) {
            sessions.add(upstream);
            epochs.add(epoch);
            feed.beginSession(epoch, System.nanoTime());
            return feed;
        }

        @Override
        public void onSessionOver(String reason) {
            ends++;
        }

        @Override
        public Optional<Route> route() {
            return Optional.of(RelayLinkTest.route(7));
        }

        @Override
        public boolean isParent() {
            return parent;
        }
    }
}
