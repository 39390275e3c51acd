package io.millrace.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long MAX_BYTES_PER_SECOND = 10_000_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Delivery delivery = new Delivery(
            new DeliverySettings(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(1), 1, 1, 0),
            registry);
    private MemoryUse memory = new MemoryUse(0, 100, 0, 100);
    private final Admission admission = new Admission(
            new NodeLimits(1000, 10, 1000, OptionalLong.of(MAX_BYTES_PER_SECOND), 0.8),
            delivery,
            () -> memory,
            registry);
    private long seconds;

    private void passSecond(long bytes) {
        delivery.sentObject(bytes);
        admission.measure(TimeUnit.SECONDS.toNanos(++seconds));
    }

    @Test
    void aNodeWithNothingToDoTakesAll() {
        assertThat(admission.shortage()).isEmpty();
        assertThat(admission.shortageForPublishers()).isEmpty();
        assertThat(admission.publisherCapacity(0)).isEqualTo(10);
    }

    @Test
    void whatWasSentInTheLastSecondsCountsAndIsForgotten() {
        passSecond(0);
        passSecond(MAX_BYTES_PER_SECOND);
        assertThat(admission.shortage()).contains(Limit.BANDWIDTH);
        assertThat(admission.viewerCapacity(5)).isEqualTo(5);
        assertThat(admission.shortageForPublishers()).isEmpty();

        passSecond(0);
        assertThat(admission.shortage()).isEmpty();
        for (int i = 0; i < SendingRate.INTERVALS; i++) {
            passSecond(0);
        }
        assertThat(registry.get("millrace.admission.bytes.per.second").gauge().value())
                .isZero();
    }

    @Test
    void memoryOfEitherKindThatIsShortRefusesAllUntilItIsClearlyThereAgain() {
        memory = new MemoryUse(0, 100, 80, 100);
        passSecond(0);
        assertThat(admission.shortage()).contains(Limit.MEMORY);
        assertThat(admission.shortageForPublishers()).contains(Limit.MEMORY);
        assertThat(admission.viewerCapacity(5)).isEqualTo(5);
        assertThat(admission.publisherCapacity(2)).isEqualTo(2);

        memory = new MemoryUse(78, 100, 0, 100);
        passSecond(0);
        assertThat(admission.shortage()).contains(Limit.MEMORY);
        memory = new MemoryUse(75, 100, 75, 100);
        passSecond(0);
        assertThat(admission.shortage()).isEmpty();
        assertThat(admission.publisherCapacity(2)).isEqualTo(10);
    }

    @Test
    void viewersWhoHaveJustComeAreExpectedToTakeAsMuchAsTheOthers() {
        SendingLoad steady = new SendingLoad(1_000_000, 0, 10);
        assertThat(steady.room(MAX_BYTES_PER_SECOND, 10)).isEqualTo(90);
        assertThat(steady.room(MAX_BYTES_PER_SECOND, 60)).isEqualTo(40);
        assertThat(steady.room(MAX_BYTES_PER_SECOND, 100)).isZero();
    }

    @Test
    void objectsTakeBandwidthButAreNoMeasureOfWhatViewersTake() {
        assertThat(new SendingLoad(100_000, 9_000_000, 1).room(MAX_BYTES_PER_SECOND, 1))
                .isEqualTo(9);
    }

    @Test
    void aCrowdOnAnEmptyNodeIsBoundedBeforeAnythingIsMeasured() {
        assertThat(SendingLoad.NONE.room(MAX_BYTES_PER_SECOND, 0)).isEqualTo(40);
        assertThat(SendingLoad.NONE.room(MAX_BYTES_PER_SECOND, 40)).isZero();
        assertThat(SendingLoad.NONE.room(1000, 0)).isEqualTo(1);
    }

    @Test
    void theRateIsThatOfTheLastIntervals() {
        SendingRate rate = new SendingRate();
        assertThat(rate.sample(0, 0, 0, 0)).isEqualTo(SendingLoad.NONE);
        for (int second = 1; second <= 20; second++) {
            rate.sample(TimeUnit.SECONDS.toNanos(second), second * 100, 0, 2);
        }
        assertThat(rate.sample(TimeUnit.SECONDS.toNanos(21), 2500, 50, 2)).isEqualTo(new SendingLoad(180, 10, 2));
    }

    @Test
    void memoryIsMeasuredInsideAndOutsideTheHeap() {
        long before = MemoryUse.now().directBytes();
        ByteBuffer held = ByteBuffer.allocateDirect(8 << 20);
        MemoryUse use = MemoryUse.now();
        assertThat(use.directBytes() - before).isGreaterThanOrEqualTo(held.capacity() / 2);
        assertThat(use.maxDirectBytes()).isEqualTo(PlatformDependent.maxDirectMemory());
        assertThat(use.maxHeapBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(use.heapBytes()).isBetween(0L, use.maxHeapBytes());
        assertThat(new MemoryUse(10, 100, 60, 100).share()).isEqualTo(0.6);
    }
}
