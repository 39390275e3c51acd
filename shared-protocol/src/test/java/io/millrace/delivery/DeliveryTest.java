package io.millrace.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.LeakGuard;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import io.millrace.stream.AppendListener;
import io.millrace.stream.Cursor;
import io.millrace.stream.SliceReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class DeliveryTest {
    private static final DeliverySettings SETTINGS = new DeliverySettings(
            Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(5), 1000, 2000, 1000);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Delivery delivery = new Delivery(SETTINGS, registry);
    private final TestingListener listener = new TestingListener();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TestingLog log = new TestingLog();

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

    private Viewer start() {
        return start(SliceFraming.RAW);
    }

    private Viewer start(SliceFraming framing) {
        Viewer viewer = delivery.start(channel, log.log.atNewestRandomAccessPoint(), framing, listener);
        channel.runPendingTasks();
        return viewer;
    }

    private void tick() {
        pass(10);
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** What was written since, one text a write. */
    private List<String> written() {
        List<String> writes = new ArrayList<>();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            writes.add(bytes.toString(US_ASCII));
            bytes.release();
        }
        return writes;
    }

    private void writable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    private double count(String counter) {
        return registry.get(counter).counter().count();
    }

    @Test
    void aNewcomerGetsThePreambleAndTheGroupOfPicturesAtOnce() {
        log.point("FLV", "meta", "key", 0);
        log.write("delta", 10);
        log.write("x".repeat(1020), 20);
        start();
        assertThat(written()).containsExactly("FLVmeta", "keydelta", "x".repeat(1020));
    }

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
    void theFirstWriteComesAfterStartHasReturned() {
        log.point("", "P", "key", 0);
        delivery.start(channel, log.log.atNewestRandomAccessPoint(), SliceFraming.RAW, listener);
        assertThat(channel.outboundMessages()).isEmpty();
        channel.runPendingTasks();
        assertThat(written()).containsExactly("P", "key");
    }

    @Test
    void aWebSocketFrameGoesAroundEachSliceWithoutACopy() {
        log.point("", "P", "k".repeat(200), 0);
        start(SliceFraming.WEBSOCKET_BINARY);
        log.write("x".repeat(70_000), 0);
        tick();
        assertThat(frameHeader()).containsExactly(0x82, 1);
        assertThat(frameBody()).isEqualTo("P");
        assertThat(frameHeader()).containsExactly(0x82, 126, 0, 200);
        assertThat(frameBody()).isEqualTo("k".repeat(200));
        assertThat(frameHeader()).containsExactly(0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70);
        assertThat(frameBody()).isEqualTo("x".repeat(70_000));
        assertThat(written()).isEmpty();
    }

    private int[] frameHeader() {
        ByteBuf header = channel.readOutbound();
        int[] bytes = new int[header.readableBytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = header.readUnsignedByte();
        }
        header.release();
        return bytes;
    }

    private String frameBody() {
        ByteBuf body = channel.readOutbound();
        assertThat(body.unwrap()).isNotNull();
        String text = body.toString(US_ASCII);
        body.release();
        return text;
    }

    @Test
    void aViewerThatCannotTakeMoreIsSkippedAndGoesOnWhenItCan() {
        log.point("", "P", "key", 0);
        start();
        written();
        writable(false);
        log.write("a", 10);
        tick();
        log.write("b", 20);
        tick();
        assertThat(written()).isEmpty();
        writable(true);
        assertThat(written()).containsExactly("ab");
    }

    @Test
    void aViewerThatLagsJumpsAndIsCounted() {
        log.point("FLV", "p1", "k1", 0);
        start();
        written();
        writable(false);
        log.write("d1", 900);
        log.point("FLV", "p2", "k2", 1800);
        log.write("d2", 1801);
        writable(true);
        assertThat(written()).containsExactly("p2", "k2d2");
        assertThat(count("millrace.delivery.jumps")).isEqualTo(1);
    }

    @Test
    void aViewerThatTakesNothingForTooLongIsClosed() {
        log.point("", "P", "key", 0);
        start();
        written();
        writable(false);
        tick();
        pass(4_000);
        writable(true);
        writable(false);
        tick();
        pass(4_900);
        assertThat(channel.isOpen()).isTrue();
        pass(800);
        assertThat(channel.isOpen()).isFalse();
        assertThat(listener.stuck).hasValue(1);
        assertThat(count("millrace.delivery.stuck")).isEqualTo(1);
        assertThat(delivery.activeLoops()).isZero();
    }

    @Test
    void aPausedViewerGetsNothingAndResumesAtTheNewestRandomAccessPoint() {
        log.point("", "p1", "k1", 0);
        Viewer viewer = start();
        written();
        viewer.pause();
        log.write("d1", 10);
        log.point("", "p2", "k2", 20);
        tick();
        assertThat(written()).isEmpty();
        viewer.resume();
        assertThat(written()).containsExactly("p2", "k2");
        assertThat(count("millrace.delivery.jumps")).isZero();
    }

    @Test
    void theListenerIsToldOfTheEndOfEachLogOnceAndTheViewerCanFollowAnother() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        log.write("last", 10);
        log.log.close();
        tick();
        tick();
        assertThat(written()).containsExactly("P", "key", "last");
        assertThat(listener.ends).hasValue(1);
        assertThat(log.log.heldBytes()).isZero();
        TestingLog next = new TestingLog();
        next.point("", "Q", "key", 0);
        viewer.follow(next.log.atNewestRandomAccessPoint());
        assertThat(written()).containsExactly("Q", "key");
        next.log.close();
        tick();
        assertThat(listener.ends).hasValue(2);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aViewerGoesOnWithItsLogUntilTheOneThatItFollowsHasSomething() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        TestingLog next = new TestingLog();
        next.point("", "Q", "gone", 0);
        viewer.followOnceReady(next.log.atNextRandomAccessPoint());
        log.write("still", 10);
        tick();
        assertThat(written()).containsExactly("P", "key", "still");
        next.point("", "R", "new", 20);
        log.write("unwanted", 20);
        tick();
        assertThat(written()).containsExactly("R", "new");
        viewer.stop();
        next.log.close();
        assertThat(next.log.heldBytes()).isZero();
    }

    @Test
    void aViewerDoesNotWaitForeverForTheLogThatItFollows() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        TestingLog next = new TestingLog();
        viewer.followOnceReady(next.log.atNextRandomAccessPoint());
        pass(5001);
        log.write("unwanted", 5000);
        tick();
        assertThat(written()).containsExactly("P", "key");
        next.log.close();
        tick();
        assertThat(listener.ends).hasValue(1);
    }

    @Test
    void aViewerWhoseLogEndsGoesOverToTheOneThatItFollows() {
        log.point("", "P", "key", 0);
        Viewer viewer = start();
        TestingLog unused = new TestingLog();
        TestingLog next = new TestingLog();
        viewer.followOnceReady(unused.log.atNextRandomAccessPoint());
        viewer.followOnceReady(next.log.atNextRandomAccessPoint());
        unused.log.close();
        assertThat(unused.log.heldBytes()).isZero();
        log.log.close();
        tick();
        next.point("", "Q", "new", 20);
        tick();
        assertThat(written()).containsExactly("P", "key", "Q", "new");
        assertThat(listener.ends).hasValue(0);
        next.log.close();
        tick();
    }

    @Test
    void aPausedViewerDoesNotKeepAClosedLog() {
        log.point("", "P", "key", 0);
        start().pause();
        log.write("unread", 10);
        log.log.close();
        tick();
        assertThat(listener.ends).hasValue(1);
        assertThat(log.log.heldBytes()).isZero();
    }

    @Test
    void aStoppedViewerLeavesItsChannelAsItWasAndNoTimer() {
        log.point("", "P", "key", 0);
        List<String> handlers = channel.pipeline().names();
        Viewer viewer = start();
        written();
        viewer.stop();
        viewer.stop();
        log.write("more", 10);
        viewer.resume();
        TestingLog next = new TestingLog();
        viewer.follow(next.log.atNewestRandomAccessPoint());
        next.log.close();
        tick();
        assertThat(written()).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.pipeline().names()).isEqualTo(handlers);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    @Test
    void aViewerEndsWithItsChannel() {
        log.point("", "P", "key", 0);
        start();
        channel.close();
        assertThat(delivery.activeLoops()).isZero();
        assertThat(listener.ends).hasValue(0);
    }

    @Test
    void aViewerOfAClosedChannelIsNone() {
        channel.close();
        Cursor cursor = log.log.atNewestRandomAccessPoint();
        delivery.start(channel, cursor, SliceFraming.RAW, listener);
        channel.runPendingTasks();
        assertThat(cursor.atEnd()).isTrue();
        assertThat(delivery.activeLoops()).isZero();
    }

    @Test
    void aChannelMayHaveSeveralViewers() {
        log.point("", "P", "key", 0);
        Viewer first = start();
        start();
        written();
        log.write("a", 10);
        tick();
        assertThat(written()).containsExactly("a", "a");
        first.stop();
        log.write("b", 20);
        tick();
        assertThat(written()).containsExactly("b");
    }

    @Test
    void anErrorOfOneViewerEndsThatViewerOnly() {
        TestingLog other = new TestingLog();
        ViewerListener failing = new ViewerListener() {
            @Override
            public void onEnd(Viewer viewer) {
                throw new IllegalStateException("told to fail");
            }

            @Override
            public void onStuck(Viewer viewer) {}
        };
        log.point("", "P", "key", 0);
        Viewer good = start();
        delivery.start(channel, other.log.atNewestRandomAccessPoint(), SliceFraming.RAW, failing);
        other.log.close();
        tick();
        assertThat(listener.ends).hasValue(0);
        assertThat(good.channel().isOpen()).isFalse();
        assertThat(delivery.activeLoops()).isZero();
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

    @Test
    void aStartOffTheEventLoopIsRefusedAndTheCursorClosed() throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        try {
            LocalChannel elsewhere = new LocalChannel();
            group.register(elsewhere).sync();
            Cursor cursor = log.log.atNewestRandomAccessPoint();
            assertThatThrownBy(() -> delivery.start(elsewhere, cursor, SliceFraming.RAW, listener))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(cursor.atEnd()).isTrue();
            elsewhere.close().sync();
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void theSettingsHaveTheseDefaultsAndBounds() {
        Settings section = Settings.of(ConfigFactory.load(), "millrace.delivery");
        assertThat(DeliverySettings.from(section))
                .isEqualTo(new DeliverySettings(
                        Duration.ofMillis(10),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(15),
                        64 << 10,
                        256 << 10,
                        256 << 10));
        Settings wrong = Settings.of(
                ConfigFactory.parseString("millrace.delivery.max-flush-interval = 5ms")
                        .withFallback(ConfigFactory.load()),
                "millrace.delivery");
        assertThatThrownBy(() -> DeliverySettings.from(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("max-flush-interval");
    }
}
