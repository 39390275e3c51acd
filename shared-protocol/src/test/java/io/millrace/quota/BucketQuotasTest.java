package io.millrace.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelId;
import io.millrace.cluster.BucketLoad;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BucketQuotasTest {
    private long nanos = 1;
    private List<NodeStatus> nodes = List.of();
    private final BucketQuotas quotas =
            new BucketQuotas(() -> nodes, () -> Optional.of(node("self", Map.of())), () -> nanos);
    private final List<Excess> refused = new ArrayList<>();

    @Test
    void viewersAreCountedHereAndElsewhere() {
        Bucket bucket = bucket("live", new BucketLimits(0, 5, 0));
        nodes = List.of(
                node("self", Map.of("live", new BucketLoad(0, 100, 0))),
                node("one", Map.of("live", new BucketLoad(0, 2, 0))),
                node("two", Map.of("live", new BucketLoad(0, 1, 0), "other", new BucketLoad(0, 9, 0))),
                node("old", Map.of()));

        BucketPlace first = quotas.enterViewer(bucket, refused::add).orElseThrow();
        assertThat(quotas.enterViewer(bucket, refused::add)).isPresent();
        assertThat(quotas.enterViewer(bucket, refused::add)).isEmpty();
        assertThat(refused).containsExactly(Excess.VIEWERS);

        first.leave();
        first.leave();
        assertThat(quotas.enterViewer(bucket, refused::add)).isPresent();
        assertThat(quotas.enterViewer(bucket, refused::add)).isEmpty();
    }

    @Test
    void aLimitThatIsLoweredSendsNobodyAway() {
        quotas.enterViewer(bucket("live", BucketLimits.NONE), refused::add).orElseThrow();
        quotas.enterViewer(bucket("live", BucketLimits.NONE), refused::add).orElseThrow();

        assertThat(quotas.enterViewer(bucket("live", new BucketLimits(0, 1, 0)), refused::add))
                .isEmpty();
        assertThat(quotas.enterViewer(bucket("live", new BucketLimits(0, 3, 0)), refused::add))
                .isPresent();
    }

    @Test
    void aPublisherThatTakesOverItsChannelIsNoMore() {
        Bucket bucket = bucket("live", new BucketLimits(2, 0, 0));
        nodes = List.of(node("one", Map.of("live", new BucketLoad(1, 0, 0))));

        BucketPlace first = enter(bucket, "a", false).orElseThrow();
        BucketPlace taker = enter(bucket, "a", false).orElseThrow();
        assertThat(enter(bucket, "b", false)).isEmpty();
        BucketPlace takerFromElsewhere = enter(bucket, "b", true).orElseThrow();
        takerFromElsewhere.leave();
        first.leave();
        assertThat(enter(bucket, "b", false)).isEmpty();
        taker.leave();
        assertThat(enter(bucket, "b", false)).isPresent();
    }

    @Test
    void bandwidthIsMeasuredBetweenAnnouncements() {
        Bucket bucket = bucket("live", new BucketLimits(0, 0, 1_000_000));
        BucketPlace viewer = quotas.enterViewer(bucket, refused::add).orElseThrow();
        viewer.sent(200_000);
        quotas.sentObject(bucket, 25_000);
        pass(Duration.ofSeconds(2));

        assertThat(quotas.announce()).containsExactly(Map.entry("live", new BucketLoad(0, 1, 900_000)));
        assertThat(quotas.enterViewer(bucket, refused::add)).isPresent();
        assertThat(quotas.shortage(bucket)).isEmpty();

        nodes = List.of(node("one", Map.of("live", new BucketLoad(0, 0, 100_000))));
        assertThat(quotas.enterViewer(bucket, refused::add)).isEmpty();
        assertThat(refused).containsExactly(Excess.BANDWIDTH);
        assertThat(quotas.shortage(bucket)).contains(Excess.BANDWIDTH);

        pass(Duration.ofSeconds(2));
        quotas.announce();
        assertThat(quotas.shortage(bucket)).isEmpty();
    }

    @Test
    void anAnnouncementSoonAfterAnotherTellsTheSame() {
        Bucket bucket = bucket("live", new BucketLimits(0, 0, 1));
        quotas.sentObject(bucket, 1000);
        pass(Duration.ofSeconds(1));
        Map<String, BucketLoad> first = quotas.announce();
        pass(Duration.ofMillis(100));

        assertThat(quotas.announce()).isEqualTo(first).isNotEmpty();
    }

    @Test
    void bucketsWithoutLimitsAreNotAnnounced() {
        quotas.enterViewer(bucket("free", BucketLimits.NONE), refused::add).orElseThrow();
        quotas.enterViewer(bucket("live", new BucketLimits(0, 9, 0)), refused::add)
                .orElseThrow();

        assertThat(quotas.announce()).containsOnlyKeys("live");
    }

    @Test
    void bucketsThatTakeNothingAreForgotten() {
        BucketPlace place = quotas.enterViewer(bucket("live", BucketLimits.NONE), refused::add)
                .orElseThrow();
        place.sent(1000);
        quotas.sentObject(bucket("other", new BucketLimits(0, 0, 1)), 1000);
        place.leave();
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofSeconds(1));
            quotas.announce();
        }

        assertThat(quotas.known()).isZero();
        assertThat(quotas.enterViewer(bucket("full", new BucketLimits(0, 1, 0)), refused::add))
                .isPresent();
        assertThat(quotas.known()).isEqualTo(1);
    }

    @Test
    void ofManyBucketsThoseWithTheMostOfTheirLimitsAreAnnounced() {
        for (int i = 0; i < 3 * BucketQuotas.MAX_ANNOUNCED; i++) {
            quotas.enterViewer(bucket("b" + (1000 + i), new BucketLimits(0, 1 + i, 0)), refused::add);
        }

        Map<String, BucketLoad> announced = quotas.announce();

        assertThat(announced)
                .hasSize(BucketQuotas.MAX_ANNOUNCED)
                .containsKey("b1000")
                .doesNotContainKey("b1191");
        assertThat(List.copyOf(announced.keySet())).isSorted();
    }

    private Optional<BucketPlace> enter(Bucket bucket, String channel, boolean live) {
        return quotas.enterPublisher(bucket, new ChannelId(bucket.name(), channel), live);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static Bucket bucket(String name, BucketLimits limits) {
        BucketSettings settings = BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, 10)
                .withLimits(limits);
        return new Bucket(name, settings, Instant.EPOCH, 0);
    }

    private static NodeStatus node(String address, Map<String, BucketLoad> buckets) {
        return new NodeStatus(
                address,
                Set.of(NodeStatus.EDGE),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NodeLoad.NONE,
                false,
                buckets);
    }
}
