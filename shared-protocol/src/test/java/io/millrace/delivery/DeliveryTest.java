package io.millrace.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import io.millrace.stream.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What viewers are sent, and what becomes of those that do not take it. */
class DeliveryTest extends DeliveryFixture {
    @Test
    void aNewcomerGetsThePreambleAndTheGroupOfPicturesAtOnce() {
        log.point("FLV", "meta", "key", 0);
        log.write("delta", 10);
        log.write("x".repeat(1020), 20);
        start();
        assertThat(written()).containsExactly("FLVmeta", "keydelta", "x".repeat(1020));
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
