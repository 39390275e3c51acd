package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a cluster promises while its parts die: real nodes, real encoders, real viewers. */
@ExtendWith(SharedCluster.class)
@Order(SharedCluster.FIRST + 1)
class ClusterPromisesTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static TestingCluster cluster;

    @BeforeAll
    static void start(TestingCluster shared) {
        cluster = shared;
    }

    @BeforeEach
    void mend() {
        cluster.mend();
    }

    @Test
    void whenAnOriginDiesTheEncoderGoesToAnotherAndNoViewerIsClosed() {
        try (LiveShow show = new LiveShow(cluster, "origin-killed", "origin1", "origin2")) {
            cluster.node("origin1").kill();
            Await.until("the encoder comes back", LIMIT, () -> show.encoder().connections() == 2);
            show.awaitFrames();
            show.awaitSegments(3);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(show.hls().last().discontinuities()).isLessThanOrEqualTo(1);
            show.assertOneSession();
            show.viewers()
                    .forEach(viewer -> System.out.printf(
                            "origin killed: %s had no frame for %d ms%n",
                            viewer, viewer.check().longestGapMillis()));
        }
    }

    @Test
    void anOriginThatWasFrozenAddsNothingWhenItWakes() {
        try (LiveShow show = new LiveShow(cluster, "origin-frozen", "origin1", "origin2")) {
            ClusterNode origin = cluster.node("origin1");
            origin.freeze();
            show.encoder().reconnect();
            Await.until(
                    "the encoder goes elsewhere", LIMIT, () -> show.encoder().connections() == 2);
            show.awaitFrames();
            Await.until("the frozen node is counted out", LIMIT, () -> cluster.anyControlPlane()
                    .members()
                    .equals(new ClusterNode.Members(6, 0, 0)));
            show.awaitSegments(1);
            List<Integer> pictures = show.viewers().get(0).check().videoConfigurations();

            origin.thaw();
            Await.until("the node ends, as it is no member any more", LIMIT, () -> !origin.isAlive());
            show.awaitSegments(2);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(pictures).hasSize(2);
            show.viewers().forEach(viewer -> assertThat(viewer.check().videoConfigurations())
                    .as(viewer.toString())
                    .hasSize(2));
            List<Long> epochs =
                    show.hls().segments().values().stream().map(LiveShow::epoch).toList();
            assertThat(epochs).isSorted();
            show.assertOneSession();
        }
    }

    @Test
    void aControlPlaneNodeDiesAndNobodySeesIt() {
        try (LiveShow show = new LiveShow(cluster, "control-plane-killed", "origin1")) {
            ClusterNode owner = owner("live/control-plane-killed");
            owner.kill();
            long killed = System.nanoTime();

            try (Encoder newcomer =
                    new Encoder("live/newcomer", List.of(cluster.node("origin2").rtmp()))) {
                String url = cluster.node("edge2").http() + "/live/newcomer.flv";
                Await.until("the newcomer is live", LIMIT, () -> cluster.node("origin2")
                        .log()
                        .contains("Publish of live/newcomer begins"));
                System.out.printf(
                        "control-plane node killed: a new publish was granted after %d ms%n",
                        (System.nanoTime() - killed) / 1_000_000);
                try (LiveViewer viewer = LiveViewer.http(url)) {
                    Await.until("frames", LIMIT, () -> viewer.check().videoFrames() > 10);
                }
                assertThat(newcomer.connections()).isEqualTo(1);
            }
            show.awaitSegments(3);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(show.encoder().connections()).isEqualTo(1);
            show.viewers().forEach(viewer -> assertThat(viewer.check().longestGapMillis())
                    .as("%s without a frame", viewer)
                    .isLessThan(3000));
        }
    }

    @Test
    void theWholeControlPlaneDiesAndComesBackAndNoSegmentIsMissing() {
        try (LiveShow show = new LiveShow(cluster, "control-plane-gone", "origin1")) {
            cluster.controlPlane().forEach(ClusterNode::kill);
            LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
            show.viewers().forEach(viewer -> assertThat(viewer.check().longestGapMillis())
                    .as("%s without a frame", viewer)
                    .isLessThan(3000));
            show.awaitFrames();

            cluster.mend();
            show.awaitSegments(4);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(show.encoder().connections()).isEqualTo(1);
            show.assertOneSession();
        }
    }

    @Test
    void aPublisherThatComesBackIsOneSessionAndNoViewerIsClosed() {
        try (LiveShow show = new LiveShow(cluster, "connection-lost", "origin1")) {
            show.encoder().reconnect();
            Await.until("the encoder comes back", LIMIT, () -> show.encoder().connections() == 2);
            show.awaitFrames();
            show.awaitSegments(2);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            show.assertOneSession();
        }
    }

    @Test
    void anOriginThatIsToldToStopLosesNoSegmentAndClosesNoViewer() {
        try (LiveShow show = new LiveShow(cluster, "origin-stopped", "origin1", "origin2")) {
            ClusterNode origin = cluster.node("origin1");
            origin.terminate();
            assertThat(origin.awaitExit()).isZero();
            Await.until(
                    "the encoder goes elsewhere", LIMIT, () -> show.encoder().connections() == 2);
            show.awaitFrames();
            show.awaitSegments(2);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            show.assertOneSession();
        }
    }

    @Test
    void aControlPlaneNodeThatIsToldToStopHandsItsChannelsOver() {
        try (LiveShow show = new LiveShow(cluster, "control-plane-stopped", "origin1")) {
            ClusterNode owner = owner("live/control-plane-stopped");
            owner.terminate();
            assertThat(owner.awaitExit()).isZero();
            show.awaitSegments(2);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(show.encoder().connections()).isEqualTo(1);
        }
    }

    @Test
    void anEdgeThatWasCountedOutKeepsItsViewersAndComesBack() {
        try (LiveShow show = new LiveShow(cluster, "edge-frozen", "origin1")) {
            ClusterNode edge = cluster.node("edge2");
            edge.freeze();
            Await.until("the frozen edge is counted out", LIMIT, () -> cluster.anyControlPlane()
                    .members()
                    .equals(new ClusterNode.Members(6, 0, 0)));
            edge.thaw();
            Await.until(
                    "the edge is a member again", LIMIT, () -> edge.members().equals(new ClusterNode.Members(7, 0, 0)));
            show.awaitFrames();
            show.awaitSegments(2);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(edge.isAlive()).isTrue();
        }
    }

    @Test
    void theDatabaseStopsForAWhileAndNoSegmentIsMissing() {
        try (LiveShow show = new LiveShow(cluster, "database-stopped", "origin1")) {
            cluster.database().stop();
            show.awaitFrames();
            LockSupport.parkNanos(Duration.ofSeconds(8).toNanos());
            show.awaitFrames();
            cluster.database().start();
            show.awaitSegments(3);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(show.encoder().connections()).isEqualTo(1);
            show.assertOneSession();
        }
    }

    @Test
    void theStoreStopsForAWhileAndNoSegmentIsMissing() {
        try (LiveShow show = new LiveShow(cluster, "store-stopped", "origin1")) {
            cluster.store().stop();
            show.awaitFrames();
            LockSupport.parkNanos(Duration.ofSeconds(8).toNanos());
            show.awaitFrames();
            cluster.store().start();
            show.awaitSegments(3);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(show.encoder().connections()).isEqualTo(1);
            show.assertOneSession();
        }
    }

    /** Both sides have an origin and an edge, and only one goes on; the stream comes in on the other. */
    @Test
    void aCutThroughTheNetworkLeavesOneSideAndClosesNoViewer() {
        assumeTrue(cluster.network().canCut(), "network namespaces can be made by root on Linux only, with iproute2");
        try (LiveShow show = new LiveShow(cluster, "network-cut", "origin1", "origin2")) {
            cluster.network()
                    .cut(
                            List.of("control-plane1", "origin1", "edge1"),
                            List.of("control-plane2", "control-plane3", "origin2", "edge2"));
            Await.until("the lesser side is counted out", LIMIT, () -> cluster.node("control-plane2")
                    .members()
                    .equals(new ClusterNode.Members(4, 0, 0)));
            Await.until("its control-plane node ends", LIMIT, () -> !cluster.node("control-plane1")
                    .isAlive());
            try (Encoder newcomer = new Encoder(
                    "live/cut-newcomer", List.of(cluster.node("origin2").rtmp()))) {
                Await.until("the newcomer is live", LIMIT, () -> cluster.node("origin2")
                        .log()
                        .contains("Publish of live/cut-newcomer begins"));
                assertThat(newcomer.connections()).isEqualTo(1);
            }
            assertThat(show.encoder().connections()).isEqualTo(1);

            cluster.network().heal();
            Await.until(
                    "the encoder goes elsewhere", LIMIT, () -> show.encoder().connections() == 2);
            cluster.mend();
            show.awaitFrames();
            show.awaitSegments(2);

            show.assertUndisturbed();
            show.assertAllSegmentsThere();
            assertThat(show.hls().segments().values().stream().map(LiveShow::epoch))
                    .isSorted();
        }
    }

    private static ClusterNode owner(String channel) {
        return cluster.controlPlane().stream()
                .filter(node -> node.log().contains(channel + ": session"))
                .findFirst()
                .orElseThrow();
    }
}
