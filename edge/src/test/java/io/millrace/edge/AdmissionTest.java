package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.amf.AmfProperties;
import io.millrace.auth.TestingSigns;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.edge.HttpClientConnection.Response;
import io.millrace.rtmp.connection.TestingClient;
import io.millrace.rtmp.message.CommandMessage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an edge says to one more viewer than it has room for, and that those who are there do not notice. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class AdmissionTest {
    private static final long START = 1_740_000_000_000L;
    private static final long EXPIRES = 1_600_000_000;
    private static final String FIELDS = "edge { publisher-wait = 2 s, linger = 200 ms }";

    private final TestingCluster cluster = new TestingCluster();
    private TestingEdge edge;
    private ChannelId channel;
    private TestingOrigin origin;
    private long published;

    @BeforeEach
    void begin() {
        published = 0;
        channel = new ChannelId("live", "c" + UUID.randomUUID());
    }

    @AfterEach
    void end() {
        edge.close();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    /** An edge on which one viewer watches a live channel. */
    private Watcher full(String limits) {
        edge = new TestingEdge(cluster, FIELDS + limits);
        origin = edge.origin();
        origin.write(Sample.h264().until(900).frames());
        cluster.live(channel, 1, origin);
        return new Watcher();
    }

    private final class Watcher implements AutoCloseable {
        private final HttpClientConnection connection = edge.connect().request("GET", flv());
        private final FlvReader flv;

        Watcher() {
            assertThat(connection.head().status()).isEqualTo(200);
            flv = new FlvReader(connection.body());
            flv.until(Tag::isKeyFrame);
        }

        void goesOn() {
            published += 1000;
            origin.write(Sample.h264().until(900).later(published).frames());
            flv.until(tag -> tag.timestamp() >= published);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private String flv() {
        return "/" + channel + ".flv";
    }

    private Response get(TestingEdge from, String target, String... headers) {
        try (HttpClientConnection connection = from.connect()) {
            return connection.get(target, headers);
        }
    }

    private void assertRefused(Response response, String code) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isEqualTo("5");
        assertThat(response.text()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void oneViewerTooManyIsToldToComeBackAndTheOthersGoOn() {
        try (Watcher watcher = full(", edge.max-viewers = 1")) {
            assertRefused(get(edge, flv()), "TooManyViewers");
            assertThat(edge.count("millrace.edge.viewers.refused", "limit", "viewers"))
                    .isEqualTo(1);
            watcher.goesOn();
        }
    }

    @Test
    void aViewerIsSentToAnotherEdgeOnceAndNoFurther() {
        try (Watcher watcher = full(", edge.max-viewers = 1");
                TestingEdge other = new TestingEdge(cluster, FIELDS)) {
            other.announceViewers(10);
            Response sent = get(edge, flv() + "?gop=1");
            assertThat(sent.status()).isEqualTo(302);
            assertThat(sent.header("access-control-allow-origin")).isEqualTo("*");
            URI location = URI.create(sent.header("location"));
            assertThat(location)
                    .hasHost("127.0.0.1")
                    .hasPort(other.httpPort())
                    .hasPath(flv())
                    .hasQuery("gop=1&redirected=1");
            assertThat(edge.count("millrace.edge.viewers.redirected", "limit", "viewers"))
                    .isEqualTo(1);

            try (HttpClientConnection there =
                    other.connect().request("GET", location.getRawPath() + '?' + location.getRawQuery())) {
                assertThat(there.head().status()).isEqualTo(200);
                new FlvReader(there.body()).until(Tag::isKeyFrame);
            }
            assertRefused(get(edge, flv() + "?redirected=1"), "TooManyViewers");
            watcher.goesOn();
        }
    }

    @Test
    void aViewerIsSentToNoEdgeThatIsFullOrStops() {
        try (Watcher watcher = full(", edge.max-viewers = 1");
                TestingEdge other = new TestingEdge(cluster, FIELDS)) {
            other.announceViewers(100);
            assertRefused(get(edge, flv()), "TooManyViewers");
            other.announceViewers(99);
            assertThat(get(edge, flv()).status()).isEqualTo(302);
            other.announce(true);
            assertRefused(get(edge, flv()), "TooManyViewers");
            watcher.goesOn();
        }
    }

    @Test
    void anEdgeOfTheSameZoneComesFirst() {
        try (Watcher watcher = full(", edge.max-viewers = 1");
                TestingEdge far = new TestingEdge(cluster, FIELDS + ", cluster.zone = far");
                TestingEdge near = new TestingEdge(cluster, FIELDS)) {
            far.announceViewers(0);
            assertThat(URI.create(get(edge, flv()).header("location"))).hasPort(far.httpPort());
            near.announceViewers(90);
            for (int i = 0; i < 10; i++) {
                assertThat(URI.create(get(edge, flv()).header("location"))).hasPort(near.httpPort());
            }
            watcher.goesOn();
        }
    }

    @Test
    void aWebSocketViewerIsSentToAWebSocketAddress() {
        try (Watcher watcher = full(", edge.max-viewers = 1");
                TestingEdge other = new TestingEdge(cluster, FIELDS)) {
            String[] upgrade = {
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            };
            assertRefused(get(edge, flv(), upgrade), "TooManyViewers");
            other.announceViewers(0);
            assertThat(get(edge, flv(), upgrade).header("location"))
                    .isEqualTo("ws://127.0.0.1:" + other.httpPort() + flv() + "?redirected=1");
            watcher.goesOn();
        }
    }

    @Test
    void aPlayerIsSentToAnotherEdgeOnceInTermsOfRtmp() throws IOException {
        try (Watcher watcher = full(", edge.max-viewers = 1");
                TestingEdge other = new TestingEdge(cluster, FIELDS)) {
            try (TestingClient player = TestingClient.connected(edge.rtmpAddress(), "live")) {
                player.play(channel.channel());
                assertThat(player.awaitStatus()).isEqualTo("NetStream.Play.Failed");
            }
            other.announceViewers(0);
            try (TestingClient player = TestingClient.connected(edge.rtmpAddress(), "live")) {
                player.play(channel.channel() + "?a=b");
                AmfProperties elsewhere = (AmfProperties)
                        status(player.awaitCommand("onStatus")).properties().get("ex");
                String base = "rtmp://127.0.0.1:" + other.rtmpAddress().getPort() + "/live";
                assertThat(elsewhere.text("redirect")).contains(base);
                assertThat(elsewhere.text("redirect2")).contains(base + '/' + channel.channel() + "?a=b&redirected=1");
                assertThat(player.awaitStatus()).isEqualTo("NetStream.Play.Failed");
            }
            try (TestingClient player = TestingClient.connected(edge.rtmpAddress(), "live")) {
                player.play(channel.channel() + "?redirected=1");
                assertThat(player.awaitStatus()).isEqualTo("NetStream.Play.Failed");
            }
            assertThat(edge.count("millrace.edge.viewers.redirected", "limit", "viewers"))
                    .isEqualTo(1);
            assertThat(edge.count("millrace.edge.viewers.refused", "limit", "viewers"))
                    .isEqualTo(2);
            watcher.goesOn();
        }
    }

    @Test
    void aSignOverTheAddressOfAVirtualHostIsMadeOneForTheOtherEdge() throws IOException {
        channel = new ChannelId("signed", channel.channel());
        String named = TestingSigns.sign("/app/" + channel.channel(), EXPIRES, TestingAccess.SECRET);
        String own = TestingSigns.sign("/" + channel, EXPIRES, TestingAccess.SECRET);
        String query = "?vhost=v.example.com&sign=";
        try (Watcher watcher =
                        full(", edge.max-viewers = 1, rtmp.vhosts = [{ name = v.example.com, bucket = signed }]");
                TestingEdge other = new TestingEdge(cluster, FIELDS)) {
            other.announceViewers(0);
            assertThat(get(edge, "/app/" + channel.channel() + ".flv" + query + named)
                            .header("location"))
                    .isEqualTo("http://127.0.0.1:" + other.httpPort() + flv() + query + own + "&redirected=1");
            try (TestingClient player = TestingClient.connected(edge.rtmpAddress(), "app")) {
                player.play(channel.channel() + query + named);
                AmfProperties elsewhere = (AmfProperties)
                        status(player.awaitCommand("onStatus")).properties().get("ex");
                assertThat(elsewhere.text("redirect2"))
                        .contains("rtmp://127.0.0.1:" + other.rtmpAddress().getPort() + "/" + channel + query + own
                                + "&redirected=1");
            }
            watcher.goesOn();
        }
    }

    private static AmfProperties status(CommandMessage command) {
        return (AmfProperties) command.arguments().get(0);
    }

    @Test
    void anEdgeShortOfMemoryTakesViewersAgainWhenItIsNot() {
        try (Watcher watcher = full("")) {
            edge.useMemory(95);
            assertRefused(get(edge, flv()), "Overloaded");
            assertThat(edge.count("millrace.edge.viewers.refused", "limit", "memory"))
                    .isEqualTo(1);
            assertThat(edge.edge().viewers().capacity()).isEqualTo(1);
            watcher.goesOn();

            edge.useMemory(50);
            try (Watcher next = new Watcher()) {
                next.goesOn();
            }
        }
    }

    @Test
    void anEdgeThatSendsAsMuchAsItMayTakesViewersAgainWhenItSendsLess() {
        // The first group of pictures alone is more than that in the five intervals that count.
        try (Watcher watcher = full(", admission { max-bytes-per-second = 64 KiB, interval = 200 ms }")) {
            assertRefused(get(edge, flv()), "Overloaded");
            assertThat(edge.count("millrace.edge.viewers.refused", "limit", "bandwidth"))
                    .isEqualTo(1);
            Await.until(
                    "there is room again",
                    () -> edge.edge().viewers().capacity()
                            > edge.edge().viewers().viewers());
            try (Watcher next = new Watcher()) {
                next.goesOn();
                watcher.goesOn();
            }
        }
    }

    @Test
    void aFullEdgeServesHlsPlayersThatAreThereAndTheirSegments() {
        edge = new TestingEdge(cluster, FIELDS);
        Segment segment = new Segment(1, 7, Segment.keyOf(channel.channel(), START, 7), START, 1000, 188, false);
        cluster.say(
                channel,
                Optional.of(cluster.route(channel, 7, edge.origin())),
                Optional.of(new Window(0, 5, List.of(segment), Optional.empty())));
        edge.store().put("live", segment.key(), "video/mp2t", new byte[188]);
        ChannelId unseen = new ChannelId("live", "u" + UUID.randomUUID());
        cluster.say(
                unseen,
                Optional.of(cluster.route(unseen, 7, edge.origin())),
                Optional.of(new Window(0, 5, List.of(segment), Optional.empty())));
        assertThat(get(edge, "/" + channel + ".m3u8").status()).isEqualTo(200);

        edge.useMemory(95);
        assertThat(get(edge, "/" + channel + ".m3u8").status()).isEqualTo(200);
        assertThat(get(edge, "/" + channel + "/playlist.m3u8").status()).isEqualTo(200);
        assertThat(get(edge, "/live/" + segment.key()).status()).isEqualTo(200);
        assertRefused(get(edge, "/" + unseen + ".m3u8"), "Overloaded");
    }
}
