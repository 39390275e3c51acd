package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.media.MediaKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Edges of one zone that pull from each other, over real sockets. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class ParentTierTest {
    private static final String ZONE = "edge { upstream = zone, reconnect-delay = 20 ms, linger = 300 ms }";

    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge origins = new TestingEdge(cluster, "cluster.zone = elsewhere");
    private final Sample sample = Sample.h264();
    private TestingEdge child;
    private TestingEdge parent;
    private TestingOrigin origin;
    private ChannelId channel;

    @BeforeEach
    void begin() {
        child = new TestingEdge(cluster, ZONE);
        parent = new TestingEdge(cluster, ZONE);
        origin = origins.origin();
        origin.write(sample.until(900).frames());
    }

    @AfterEach
    void end() {
        child.close();
        parent.close();
        origin.close();
    }

    @AfterAll
    void stop() {
        origins.close();
        cluster.close();
    }

    @Test
    void theOriginSendsOneCopyForAllEdgesOfAZone() {
        try (HttpClientConnection far = viewerByParent();
                HttpClientConnection near = parent.connect().request("GET", flv())) {
            near.head();
            List<Tag> atParent = new FlvReader(near.body()).until(tag -> tag.timestamp() >= 860);
            List<Tag> atChild = new FlvReader(far.body()).until(tag -> tag.timestamp() >= 860);
            assertThat(bodies(atChild)).isEqualTo(bodies(atParent));
            assertThat(origin.opened()).isEqualTo(1);
            assertThat(origin.lastRequest().address().parameter("tier")).isEmpty();
        }
    }

    @Test
    void whenTheParentDiesItsChildrensViewersStayAndMissNothing() {
        try (HttpClientConnection connection = viewerByParent()) {
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> all = flv.until(tag -> tag.timestamp() >= 860);
            parent.close();
            Await.until("the child pulls from the origin", () -> origin.opened() == 2);
            origin.write(sample.from(900).frames());
            all.addAll(flv.until(Tag::isKeyFrame));
            assertInOrder(all);
        }
    }

    @Test
    void aParentThatDrainsIsLeftWithoutAPause() {
        try (HttpClientConnection connection = viewerByParent()) {
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> all = flv.until(tag -> tag.timestamp() >= 860);
            parent.announce(true);
            Await.until("the child pulls from the origin", () -> origin.opened() == 2);
            origin.write(sample.from(900).frames());
            all.addAll(flv.until(Tag::isKeyFrame));
            assertInOrder(all);
            Await.until("the parent has let go of the channel", () -> origin.open() == 1);
        }
    }

    @Test
    void anEdgeThatBecomesABetterParentLeavesRunningRelaysAlone() {
        try (HttpClientConnection connection = viewerByParent()) {
            FlvReader flv = new FlvReader(connection.body());
            flv.until(tag -> tag.timestamp() >= 860);
            List<TestingEdge> others = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                others.add(new TestingEdge(cluster, ZONE));
            }
            origin.write(sample.from(900).frames());
            flv.until(Tag::isKeyFrame);
            assertThat(origin.opened()).isEqualTo(1);
            others.forEach(TestingEdge::close);
        }
    }

    @Test
    void anotherSessionComesThroughTheParentAndTimeGoesOn() {
        try (HttpClientConnection connection = viewerByParent()) {
            FlvReader flv = new FlvReader(connection.body());
            List<Tag> all = flv.until(tag -> tag.timestamp() >= 860);
            TestingOrigin second = origins.origin();
            second.write(sample.later(50_000).until(50_900).frames());
            cluster.live(channel, 9, second);
            all.addAll(flv.until(Tag::isKeyFrame));
            // A frozen origin wakes, and what it still sends must reach nobody.
            origin.write(sample.from(900).frames());
            second.write(sample.later(50_000).from(50_900).frames());
            all.addAll(flv.until(Tag::isKeyFrame));
            for (MediaKind kind : new MediaKind[] {MediaKind.AUDIO, MediaKind.VIDEO}) {
                assertThat(all.stream().filter(tag -> tag.kind() == kind).map(Tag::timestamp))
                        .isSorted();
            }
            assertThat(second.opened()).isEqualTo(1);
            assertThat(origin.open()).isZero();
        }
    }

    /** A viewer at the child of a channel whose parent is the other edge, which half of all channels have. */
    private HttpClientConnection viewerByParent() {
        while (true) {
            channel = new ChannelId("live", "c" + UUID.randomUUID());
            cluster.live(channel, 7, origin);
            HttpClientConnection connection = child.connect().request("GET", flv());
            connection.head();
            if (parent.gauge("millrace.edge.channels") == 1) {
                return connection;
            }
            connection.close();
            cluster.idle(channel);
            Await.until("the channel is let go", () -> child.gauge("millrace.edge.channels") == 0);
            TestingOrigin used = origin;
            origin = origins.origin();
            origin.write(sample.until(900).frames());
            used.close();
        }
    }

    private static void assertInOrder(List<Tag> tags) {
        for (MediaKind kind : new MediaKind[] {MediaKind.AUDIO, MediaKind.VIDEO}) {
            assertThat(tags.stream().filter(tag -> tag.kind() == kind).map(Tag::timestamp))
                    .isSorted();
        }
        assertThat(bodies(tags)).doesNotHaveDuplicates();
    }

    private static List<Integer> bodies(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> tag.kind() == MediaKind.VIDEO)
                .map(tag -> Arrays.hashCode(tag.body()))
                .toList();
    }

    private String flv() {
        return "/" + channel + ".flv";
    }
}
