package io.millrace.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.AppendListener;
import io.millrace.stream.Cursor;
import io.millrace.stream.SliceReader;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When an event loop flushes its viewers, and what it leaves to other work. */
class FlushTicksTest extends DeliveryFixture {
    @Test
    void eachTickIsOneWriteOfAllThatCameSince() {
        log.point("", "P", "key", 0);
        start();
        written();
        log.write("a", 10);
        log.write("b", 20);
        log.write("c", 30);
        assertThat(written()).isEmpty();
        tick();
        assertThat(written()).containsExactly("abc");
        tick();
        assertThat(written()).isEmpty();
        log.write("d", 40);
        tick();
        assertThat(written()).containsExactly("d");
        assertThat(count("millrace.delivery.bytes")).isEqualTo(8);
    }

    @Test
    void whatComesAfterAPauseOfAnIntervalIsWrittenAtOnce() {
        log.point("", "P", "key", 0);
        start();
        pass(10);
        written();
        log.write("a", 1);
        channel.runPendingTasks();
        assertThat(written()).containsExactly("a");
        log.write("b", 2);
        channel.runPendingTasks();
        assertThat(written()).isEmpty();
        tick();
        assertThat(written()).containsExactly("b");
    }

    @Test
    void ticksBecomeRarerWhileTheyAreCostlyAndFrequentAgainAfterwards() {
        CostlyCursor cursor = new CostlyCursor(channel, 20);
        delivery.start(channel, cursor, SliceFraming.RAW, listener);
        assertThat(ticksWithin(cursor, 1000)).isLessThan(30);
        cursor.costMillis = 0;
        ticksWithin(cursor, 2000);
        assertThat(ticksWithin(cursor, 1000)).isBetween(95, 101);
    }

    @Test
    void ticksThatCostMoreThanTheLongestIntervalFollowEachOtherAtOnce() {
        CostlyCursor cursor = new CostlyCursor(channel, 150);
        delivery.start(channel, cursor, SliceFraming.RAW, listener);
        ticksWithin(cursor, 100);
        long begin = channel.eventLoop().ticker().nanoTime();
        int ticks = ticksWithin(cursor, 100);
        long passed = TimeUnit.NANOSECONDS.toMillis(channel.eventLoop().ticker().nanoTime() - begin);
        assertThat(ticks * 150.0 / passed).isGreaterThan(0.99);
    }

    private int ticksWithin(CostlyCursor cursor, int millis) {
        int before = cursor.calls;
        for (int i = 0; i < millis; i++) {
            cursor.appended.onAppend();
            pass(1);
        }
        return cursor.calls - before;
    }

    @Test
    void aLongTickLetsTheEventLoopDoOtherWorkInBetween() {
        CostlyCursor first = new CostlyCursor(channel, 0);
        CostlyCursor second = new CostlyCursor(channel, 0);
        delivery.start(channel, first, SliceFraming.RAW, listener);
        delivery.start(channel, second, SliceFraming.RAW, listener);
        channel.runPendingTasks();
        first.costMillis = 50;
        second.costMillis = 50;
        List<String> order = new ArrayList<>();
        second.onNext = () -> {
            order.add("second");
            channel.eventLoop().execute(() -> order.add("other work"));
        };
        first.onNext = () -> order.add("first");
        first.appended.onAppend();
        tick();
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        assertThat(order).startsWith("second", "other work", "first");
    }

    /** Memory can be used up for one moment; a tick that ends with it would be the loop's last. */
    @Test
    void aLackOfMemoryEndsTheViewerThatMeetsIt() {
        CostlyCursor cursor = new CostlyCursor(channel, 0);
        delivery.start(channel, cursor, SliceFraming.RAW, listener);
        channel.runPendingTasks();
        cursor.onNext = () -> {
            throw new OutOfMemoryError("told to fail");
        };
        cursor.appended.onAppend();
        tick();
        assertThat(channel.isOpen()).isFalse();
        assertThat(delivery.activeLoops()).isZero();
    }

    /** Has nothing, and takes its time to say so. */
    private static final class CostlyCursor implements Cursor {
        private final EmbeddedChannel channel;
        private int costMillis;
        private int calls;
        private AppendListener appended;
        private Runnable onNext = () -> {};

        CostlyCursor(EmbeddedChannel channel, int costMillis) {
            this.channel = channel;
            this.costMillis = costMillis;
        }

        @Override
        public boolean next(SliceReader reader) {
            calls++;
            onNext.run();
            channel.advanceTimeBy(costMillis, TimeUnit.MILLISECONDS);
            return false;
        }

        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public void listen(AppendListener listener) {
            appended = listener;
        }

        @Override
        public void jump() {}

        @Override
        public long jumps() {
            return 0;
        }

        @Override
        public boolean isLogClosed() {
            return false;
        }

        @Override
        public boolean atEnd() {
            return false;
        }

        @Override
        public void close() {}
    }
}
