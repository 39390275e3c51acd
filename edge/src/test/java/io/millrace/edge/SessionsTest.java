package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelView;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.edge.HttpClientConnection.Response;
import io.millrace.media.MediaKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What viewers see of publishers that come, go, come back and are replaced. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class SessionsTest {
    private static final String SHORT =
            "edge { publisher-wait = 300 ms, grace = 400 ms, linger = 200 ms, reconnect-delay = 20 ms }";

    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(cluster, "edge.reconnect-delay = 20 ms");
    private final TestingEdge hasty = new TestingEdge(cluster, SHORT);
    private final Sample sample = Sample.h264();
    private ChannelId channel;

    @BeforeEach
    void begin() {
        channel = new ChannelId("live", "c" + UUID.randomUUID());
    }

    @AfterAll
    void stop() {
        edge.close();
        hasty.close();
        cluster.close();
    }

    @Test
    void aViewerThatWaitsInVainIsToldSoAndGivesItsPlaceBack() {
        cluster.idle(channel);
        try (HttpClientConnection connection = hasty.connect()) {
            for (int i = 0; i < 3; i++) {
                Response response = connection.get(flv());
                assertThat(response.status()).isEqualTo(404);
                assertThat(response.text()).contains("\"code\":\"NotLive\"");
                assertThat(hasty.viewers()).isZero();
            }
        }
    }

    @Test
    void aChannelThatDoesNotAnswerIsUnavailable() {
        cluster.silence(channel);
        try (HttpClientConnection connection = hasty.connect()) {
            Response response = connection.get(flv());
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isEqualTo("5");
        }
    }

    @Test
    void aRouteThatLeadsNowhereIsUnavailable() {
        TestingOrigin dead = hasty.origin();
        dead.close();
        cluster.live(channel, 1, dead);
        try (HttpClientConnection connection = hasty.connect()) {
            assertThat(connection.get(flv()).status()).isEqualTo(503);
        }
    }

    @Test
    void aPublisherThatComesBackWithinTheGraceTimeFindsItsViewersThere() {
        TestingOrigin first = edge.origin();
        first.write(sample.until(900).frames());
        cluster.live(channel, 1, first);
        try (HttpClientConnection connection = edge.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> before = flv.until(tag -> tag.timestamp() >= 860);
            first.end();
            cluster.idle(channel);
            Await.until("the relay has ended", () -> first.open() == 0);

            TestingOrigin second = edge.origin();
            second.write(sample.later(50_000).frames());
            cluster.live(channel, 2, second);
            List<Tag> after = flv.next(20);

            assertThat(after).anyMatch(Tag::isAvcConfiguration).anyMatch(Tag::isAacConfiguration);
            assertThat(after).anyMatch(Tag::isKeyFrame);
            List<Tag> all = new ArrayList<>(before);
            all.addAll(after);
            assertInOrder(all);
            assertThat(second.opened()).isEqualTo(1);
        }
    }

    @Test
    void aRelayThatBreaksIsOpenedAgainWhileTheRouteStands() {
        TestingOrigin origin = edge.origin();
        origin.write(sample.until(900).frames());
        cluster.live(channel, 1, origin);
        try (HttpClientConnection connection = edge.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> all = flv.until(tag -> tag.timestamp() >= 860);
            origin.breakRelays();
            Await.until("the relay is opened again", () -> origin.opened() == 2);
            origin.write(sample.from(900).frames());
            all.addAll(flv.until(Tag::isKeyFrame));
            assertInOrder(all);
            assertThat(all.stream()
                            .filter(tag -> tag.kind() == MediaKind.VIDEO)
                            .map(tag -> Arrays.hashCode(tag.body())))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aRelayThatFallsSilentIsOpenedAgain() {
        TestingOrigin origin = edge.origin();
        origin.write(sample.until(900).frames());
        cluster.live(channel, 1, origin);
        try (TestingEdge watchful =
                        new TestingEdge(cluster, "edge { relay-timeout = 300 ms, reconnect-delay = 20 ms }");
                HttpClientConnection connection = watchful.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> all = flv.until(tag -> tag.timestamp() >= 860);
            Await.until("the relay is opened again", () -> origin.opened() >= 2);
            origin.write(sample.from(900).frames());
            all.addAll(flv.until(Tag::isKeyFrame));
            assertInOrder(all);
        }
    }

    @Test
    void withoutAControlPlaneRelaysGoOnAndTakeMoreViewers() {
        TestingOrigin origin = hasty.origin();
        origin.write(sample.until(900).frames());
        cluster.live(channel, 1, origin);
        try (HttpClientConnection connection = hasty.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            flv.until(tag -> tag.timestamp() >= 860);
            cluster.silence(channel);
            try (HttpClientConnection newcomer = hasty.connect().request("GET", flv())) {
                assertThat(newcomer.head().status()).isEqualTo(200);
                new FlvReader(newcomer.body()).until(Tag::isKeyFrame);
                origin.write(sample.from(900).frames());
                flv.until(Tag::isKeyFrame);
            }
            assertThat(origin.opened()).isEqualTo(1);
        }
    }

    @Test
    void viewersStayWhileTheRouteStandsThoughItsOriginIsDeadAndFollowTheNextAtOnce() {
        TestingOrigin first = edge.origin();
        first.write(sample.until(900).frames());
        cluster.live(channel, 1, first);
        try (TestingEdge patient = new TestingEdge(
                        cluster, "edge { grace = 500 ms, watch-interval = 100 ms, reconnect-delay = 20 ms }");
                HttpClientConnection connection = patient.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> all = flv.until(tag -> tag.timestamp() >= 860);
            first.close();
            long until = System.nanoTime() + 1_200_000_000;
            Await.until("the grace time goes by", () -> System.nanoTime() > until);
            assertThat(patient.viewers()).isEqualTo(1);

            TestingOrigin second = edge.origin();
            second.write(sample.later(50_000).frames());
            cluster.live(channel, 2, second);
            all.addAll(flv.until(Tag::isKeyFrame));
            assertInOrder(all);
            second.end();
            cluster.idle(channel);
            flv.rest();
        }
    }

    @Test
    void aHigherEpochTakesTheViewersOverAndALowerOneIsIgnored() {
        TestingOrigin first = edge.origin();
        first.write(sample.until(900).frames());
        cluster.live(channel, 5, first);
        try (HttpClientConnection connection = edge.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> all = flv.until(tag -> tag.timestamp() >= 860);

            TestingOrigin second = edge.origin();
            second.write(sample.until(900).frames());
            cluster.live(channel, 9, second);
            all.addAll(flv.until(Tag::isKeyFrame));
            Await.until("the former relay is closed", () -> first.open() == 0);

            TestingOrigin stale = edge.origin();
            stale.write(sample.frames());
            cluster.live(channel, 7, stale);
            cluster.live(channel, 9, second);
            second.write(sample.from(900).frames());
            all.addAll(flv.until(Tag::isKeyFrame));
            assertInOrder(all);
            assertThat(stale.opened()).isZero();
            assertThat(second.opened()).isEqualTo(1);
        }
    }

    @Test
    void whatAnOlderViewSaysIsIgnored() {
        TestingOrigin origin = edge.origin();
        origin.write(sample.until(900).frames());
        ChannelView old = cluster.say(channel, Optional.empty(), Optional.empty());
        cluster.live(channel, 1, origin);
        try (HttpClientConnection connection = edge.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            flv.until(tag -> tag.timestamp() >= 860);
            cluster.say(old);
            origin.write(sample.from(900).frames());
            flv.until(Tag::isKeyFrame);
            assertThat(origin.opened()).isEqualTo(1);
        }
    }

    @Test
    void whenNobodyComesBackTheViewersReadWhatIsLeftAndAreClosed() {
        TestingOrigin origin = hasty.origin();
        origin.write(sample.frames());
        cluster.live(channel, 1, origin);
        try (HttpClientConnection connection = hasty.connect().request("GET", flv())) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            flv.until(Tag::isKeyFrame);
            origin.end();
            cluster.idle(channel);
            List<Tag> rest = flv.rest();
            assertThat(rest.get(rest.size() - 1).body()).hasSize(5);
        }
        Await.until("the viewer has left", () -> hasty.viewers() == 0);
    }

    @Test
    void aChannelThatWasClosedToItsViewersPlaysAnewToTheNext() {
        for (int epoch = 1; epoch <= 3; epoch++) {
            TestingOrigin origin = hasty.origin();
            origin.write(sample.frames());
            cluster.live(channel, epoch, origin);
            try (HttpClientConnection connection = hasty.connect().request("GET", flv())) {
                connection.head();
                FlvReader flv = new FlvReader(connection.body());
                flv.until(Tag::isKeyFrame);
                origin.end();
                cluster.idle(channel);
                flv.rest();
            }
        }
    }

    @Test
    void noRelayIsTriedForAChannelThatNobodyFollows() {
        TestingOrigin origin = hasty.origin();
        origin.write(sample.frames());
        cluster.live(channel, 1, origin);
        try (HttpClientConnection connection = hasty.connect().request("GET", flv())) {
            connection.head();
            origin.end();
            Await.until("the relay is tried again", () -> origin.opened() > 1);
        }
        Await.until("the channel is forgotten", () -> hasty.gauge("millrace.edge.channels") == 0);
        int tried = origin.opened();
        // Longer than the longest wait before another try.
        long until = System.nanoTime() + 300_000_000;
        Await.until("time goes by", () -> System.nanoTime() > until);
        assertThat(origin.opened()).isEqualTo(tried);
        assertThat(origin.open()).isZero();
    }

    @Test
    void anEdgeHasSoManyViewersOnly() {
        TestingOrigin origin = edge.origin();
        origin.write(sample.frames());
        cluster.live(channel, 1, origin);
        try (TestingEdge small = new TestingEdge(cluster, "edge.max-viewers = 1");
                HttpClientConnection one = small.connect().request("GET", flv())) {
            assertThat(one.head().status()).isEqualTo(200);
            try (HttpClientConnection two = small.connect()) {
                Response refused = two.get(flv());
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("5");
                assertThat(refused.text()).contains("TooManyViewers");
                one.breakOff();
                Await.until("there is room again", () -> small.viewers() == 0);
                assertThat(two.request("GET", flv()).head().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anEdgeFollowsSoManyChannelsOnly() {
        TestingOrigin origin = edge.origin();
        origin.write(sample.frames());
        cluster.live(channel, 1, origin);
        try (TestingEdge small = new TestingEdge(cluster, "edge { max-channels = 1, linger = 100 ms }");
                HttpClientConnection one = small.connect().request("GET", flv());
                HttpClientConnection two = small.connect()) {
            assertThat(one.head().status()).isEqualTo(200);
            Response refused = two.get("/live/another.flv");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("TooManyChannels");
            assertThat(two.get("/live/another.m3u8").status()).isEqualTo(503);
            one.breakOff();
            Await.until("there is room again", () -> small.gauge("millrace.edge.channels") == 0);
            assertThat(two.get("/live/another.flv").status()).isEqualTo(404);
        }
    }

    @Test
    void namesOfNoChannelTakeNoPlaceForLong() {
        try (TestingEdge small = new TestingEdge(
                        cluster, "edge { max-channels = 1, linger = 1 minute, hls-interest = 1 minute }");
                HttpClientConnection connection = small.connect()) {
            for (String name : new String[] {"a.flv", "b.m3u8", "c/vod.m3u8"}) {
                assertThat(connection.get("/live/" + name).status()).isEqualTo(404);
                Await.until("the place is free", () -> small.gauge("millrace.edge.channels") == 0);
            }
        }
    }

    @Test
    void anEdgeThatStopsEndsItsStreamsAndTakesNoMore() {
        TestingOrigin origin = edge.origin();
        origin.write(sample.frames());
        cluster.live(channel, 1, origin);
        try (TestingEdge stopping = new TestingEdge(cluster, "");
                HttpClientConnection viewer = stopping.connect().request("GET", flv());
                HttpClientConnection idle = stopping.connect()) {
            viewer.head();
            FlvReader flv = new FlvReader(viewer.body());
            flv.until(Tag::isKeyFrame);
            assertThat(idle.get("/live/none").status()).isEqualTo(404);
            stopping.edge().stop().toCompletableFuture().join();
            flv.rest();
            assertThat(idle.get(flv()).status()).isEqualTo(503);
        }
    }

    /** Metadata always stand at zero. */
    private static void assertInOrder(List<Tag> tags) {
        for (MediaKind kind : new MediaKind[] {MediaKind.AUDIO, MediaKind.VIDEO}) {
            assertThat(tags.stream().filter(tag -> tag.kind() == kind).map(Tag::timestamp))
                    .isSorted();
        }
        assertThat(tags.stream().filter(tag -> tag.kind() == MediaKind.SCRIPT))
                .allMatch(tag -> new String(tag.body(), 3, 10, StandardCharsets.US_ASCII).equals("onMetaData"));
    }

    private String flv() {
        return "/" + channel + ".flv";
    }
}
