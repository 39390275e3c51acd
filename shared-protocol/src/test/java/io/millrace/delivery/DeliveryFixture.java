package io.millrace.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.LeakGuard;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A channel whose clock stands still, and a log to read; whatever a test has held is to be given back. */
@ExtendWith(LeakGuard.class)
abstract class DeliveryFixture {
    static final DeliverySettings SETTINGS = new DeliverySettings(
            Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(5), 1000, 2000, 1000);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Delivery delivery = new Delivery(SETTINGS, registry);
    final TestingListener listener = new TestingListener();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final TestingLog log = new TestingLog();

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @AfterEach
    void everythingIsGivenBack() {
        channel.finishAndReleaseAll();
        log.log.close();
        assertThat(log.log.heldBytes()).isZero();
        assertThat(delivery.activeLoops()).isZero();
        assertThat(registry.get("millrace.delivery.viewers").gauge().value()).isZero();
    }

    Viewer start() {
        return start(SliceFraming.RAW);
    }

    Viewer start(SliceFraming framing) {
        Viewer viewer = delivery.start(channel, log.log.atNewestRandomAccessPoint(), framing, listener);
        channel.runPendingTasks();
        return viewer;
    }

    void tick() {
        pass(10);
    }

    void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** What was written since, one text a write. */
    List<String> written() {
        List<String> writes = new ArrayList<>();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            writes.add(bytes.toString(US_ASCII));
            bytes.release();
        }
        return writes;
    }

    void writable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    double count(String counter) {
        return registry.get(counter).counter().count();
    }
}
