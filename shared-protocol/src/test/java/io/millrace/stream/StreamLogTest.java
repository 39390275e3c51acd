package io.millrace.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.Settings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamLogTest {
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private StreamLog log = newLog(10, 40, 1000);

    private StreamLog newLog(int slabBytes, int maxBytes, long maxLagMillis) {
        return new StreamLog(new StreamLogSettings(slabBytes, maxBytes, Duration.ofMillis(maxLagMillis)), memory);
    }

    @AfterEach
    void allMemoryIsFreed() {
        log.close();
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    @Test
    void aNewcomerGetsThePreambleAndThenAllSinceTheRandomAccessPoint() {
        write("old", 0);
        point("HEADmeta", 4);
        write("key", 10);
        write("delta", 20);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(cursor.hasNext()).isTrue();
            assertThat(read(cursor)).isEqualTo("HEADmeta");
            assertThat(read(cursor)).isEqualTo("key");
            assertThat(read(cursor)).isEqualTo("delta");
            assertThat(cursor.hasNext()).isFalse();
            assertThat(Slices.next(cursor)).isNull();
            write("more", 30);
            assertThat(read(cursor)).isEqualTo("more");
            assertThat(cursor.jumps()).isZero();
        }
    }

    @Test
    void aUnitNeverSpansTwoSlabsAndASliceHoldsAllThatItsSlabHas() {
        point("", 0);
        write("aaaa", 0);
        write("bbbb", 0);
        write("cccc", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(read(cursor)).isEqualTo("aaaabbbb");
            assertThat(read(cursor)).isEqualTo("cccc");
        }
        assertThat(log.head()).isEqualTo(12);
        assertThat(log.heldBytes()).isEqualTo(20);
    }

    @Test
    void aNewcomerWaitsForTheFirstRandomAccessPoint() {
        write("lost", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(cursor.hasNext()).isFalse();
            assertThat(Slices.next(cursor)).isNull();
            point("P", 0);
            assertThat(cursor.hasNext()).isFalse();
            write("key", 0);
            assertThat(read(cursor)).isEqualTo("P");
            assertThat(read(cursor)).isEqualTo("key");
        }
    }

    @Test
    void aCursorAtTheNextRandomAccessPointSkipsTheNewestOne() {
        point("P1", 0);
        write("key1", 0);
        try (Cursor cursor = log.atNextRandomAccessPoint()) {
            assertThat(Slices.next(cursor)).isNull();
            write("delta", 0);
            assertThat(cursor.hasNext()).isFalse();
            point("P2", 0);
            write("key2", 0);
            assertThat(read(cursor)).isEqualTo("P2");
            assertThat(read(cursor)).isEqualTo("key2");
        }
    }

    @Test
    void aCursorThatLagsJumpsToTheNewestRandomAccessPointWithoutTheHeader() {
        point("HEADp1", 4);
        write("k1", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(read(cursor)).isEqualTo("HEADp1");
            assertThat(read(cursor)).isEqualTo("k1");
            write("d1", 500);
            point("HEADp2", 4);
            write("k2", 1000);
            write("d2", 1001);
            assertThat(read(cursor)).isEqualTo("p2");
            assertThat(read(cursor)).isEqualTo("k2d2");
            assertThat(cursor.jumps()).isEqualTo(1);
        }
    }

    @Test
    void aCursorThatLagsWithoutANewerRandomAccessPointReadsOn() {
        log = newLog(10, 1000, 1000);
        point("P", 0);
        write("k", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            for (int i = 1; i <= 100; i++) {
                write("d", i * 500L);
            }
            assertThat(readAll(cursor)).isEqualTo("P" + "k" + "d".repeat(100));
            assertThat(cursor.jumps()).isZero();
        }
    }

    @Test
    void aGapInTheTimestampsPutsNobodyBehind() {
        point("P", 0);
        write("k1", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(readAll(cursor)).isEqualTo("Pk1");
            write("c", 60_000);
            point("P", 0);
            write("k2", 60_000);
            assertThat(readAll(cursor)).isEqualTo("ck2");
            write("b", 1);
            point("P", 0);
            write("k3", 2);
            assertThat(readAll(cursor)).isEqualTo("bk3");
            assertThat(cursor.jumps()).isZero();
        }
    }

    @Test
    void theLogForgetsWhatNeitherNewcomersNorLaggingCursorsNeed() {
        log = newLog(10, 1 << 20, 1000);
        for (int i = 0; i < 1000; i++) {
            if (i % 10 == 0) {
                point("P", 0);
            }
            write("123456789", i * 100L);
            assertThat(log.heldBytes()).isLessThanOrEqualTo(10 * (10 + 10 + 2));
        }
    }

    @Test
    void aGroupOfPicturesLargerThanTheLogLosesItsBeginningAndNewcomersWait() {
        point("P1", 0);
        try (Cursor early = log.atNewestRandomAccessPoint()) {
            for (int i = 0; i < 10; i++) {
                write("unit" + i + "....", 0);
                assertThat(log.heldBytes()).isLessThanOrEqualTo(40);
            }
            try (Cursor late = log.atNewestRandomAccessPoint()) {
                assertThat(early.hasNext()).isFalse();
                assertThat(late.hasNext()).isFalse();
                assertThat(Slices.next(late)).isNull();
                point("P2", 0);
                write("key", 0);
                assertThat(readAll(late)).isEqualTo("P2key");
                assertThat(readAll(early)).isEqualTo("P2key");
                assertThat(late.jumps()).isZero();
            }
        }
    }

    @Test
    void aUnitLargerThanASlabGetsItsOwn() {
        log = newLog(10, 1000, 1000);
        point("P", 0);
        write("a", 0);
        write("b".repeat(25), 0);
        write("c", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(read(cursor)).isEqualTo("P");
            assertThat(read(cursor)).isEqualTo("a");
            assertThat(read(cursor)).isEqualTo("b".repeat(25));
            assertThat(read(cursor)).isEqualTo("c");
        }
    }

    @Test
    void aUnitLargerThanTheWholeLogIsHeldAloneAndACursorAtTheHeadReadsItWithoutAJump() {
        point("P", 0);
        write("a", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(readAll(cursor)).isEqualTo("Pa");
            write("b".repeat(100), 0);
            assertThat(log.heldBytes()).isEqualTo(100);
            assertThat(readAll(cursor)).isEqualTo("b".repeat(100));
            write("c", 0);
            assertThat(log.heldBytes()).isEqualTo(10);
            assertThat(readAll(cursor)).isEqualTo("c");
            assertThat(cursor.jumps()).isZero();
        }
    }

    @Test
    void nothingWrittenIsNoUnitAndNoRandomAccessPoint() {
        point("P", 0);
        log.begin(5);
        log.commit(0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            write("a", 0);
            assertThat(cursor.hasNext()).isFalse();
        }
        assertThat(log.head()).isEqualTo(1);
    }

    @Test
    void aUnitThatWasBegunButNotCommittedIsForgotten() {
        log = newLog(10, 1000, 1000);
        log.begin(100).writeByte('x');
        log.begin(3).writeByte('y');
        assertThat(log.heldBytes()).isEqualTo(100);
        point("", 0);
        write("a", 0);
        log.begin(500).writeByte('z');
        log.begin(1).writeByte('b');
        log.commit(0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(readAll(cursor)).isEqualTo("ab");
        }
    }

    @Test
    void aBegunUnitHasNoReadableBytesAndCannotOverflowItsSlab() {
        write("abc", 0);
        ByteBuf unit = log.begin(4);
        assertThat(unit.isReadable()).isFalse();
        assertThat(unit.writableBytes()).isGreaterThanOrEqualTo(4);
        assertThatThrownBy(() -> unit.writeZero(11)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void slicesOutliveTheirLog() {
        point("P", 0);
        write("abc", 0);
        Cursor cursor = log.atNewestRandomAccessPoint();
        ByteBuf preamble = Slices.next(cursor);
        ByteBuf slice = Slices.next(cursor);
        cursor.close();
        log.close();
        assertThat(log.heldBytes()).isZero();
        assertThat(memory.metric().usedDirectMemory()).isEqualTo(11);
        assertThat(preamble.toString(US_ASCII) + slice.toString(US_ASCII)).isEqualTo("Pabc");
        preamble.release();
        slice.release();
    }

    @Test
    void cursorsReadAClosedLogToItsEnd() {
        point("P", 0);
        write("abc", 0);
        Cursor cursor = log.atNewestRandomAccessPoint();
        Cursor waiting = log.atNextRandomAccessPoint();
        log.close();
        assertThat(cursor.atEnd()).isFalse();
        assertThat(waiting.atEnd()).isTrue();
        assertThat(readAll(cursor)).isEqualTo("Pabc");
        assertThat(cursor.atEnd()).isTrue();
        waiting.close();
        cursor.close();
        cursor.close();
        assertThat(log.heldBytes()).isZero();
        try (Cursor late = log.atNewestRandomAccessPoint()) {
            assertThat(late.atEnd()).isTrue();
            assertThat(Slices.next(late)).isNull();
        }
    }

    @Test
    void aClosedLogTakesNothingMore() {
        log.begin(1);
        log.close();
        log.close();
        ByteBuf preamble = Unpooled.buffer().writeByte(1);
        assertThatThrownBy(() -> log.begin(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.commit(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.randomAccessPoint(preamble, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(preamble.refCnt()).isZero();
    }

    @Test
    void aJumpGoesForwardOnly() {
        point("P1", 0);
        write("k1", 0);
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            cursor.jump();
            assertThat(readAll(cursor)).isEqualTo("P1k1");
            write("d1", 0);
            cursor.jump();
            assertThat(readAll(cursor)).isEqualTo("d1");
            write("d2", 0);
            point("P2", 0);
            write("k2", 0);
            cursor.jump();
            assertThat(readAll(cursor)).isEqualTo("P2k2");
            assertThat(cursor.jumps()).isZero();
        }
    }

    @Test
    void anIdleLogHoldsNoMemory() {
        try (Cursor cursor = log.atNewestRandomAccessPoint()) {
            assertThat(cursor.hasNext()).isFalse();
            assertThat(memory.metric().usedDirectMemory()).isZero();
        }
    }

    @Test
    void aHeaderLongerThanItsPreambleIsRefused() {
        ByteBuf preamble = Unpooled.buffer().writeByte(1);
        assertThatThrownBy(() -> log.randomAccessPoint(preamble, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("headerBytes: 2 (expected: 0 .. 1)");
        assertThat(preamble.refCnt()).isZero();
    }

    @Test
    void theSettingsHaveTheseDefaults() {
        assertThat(StreamLogSettings.from(Settings.of(ConfigFactory.load(), "millrace.stream")))
                .isEqualTo(new StreamLogSettings(64 << 10, 32 << 20, Duration.ofSeconds(5)));
    }

    private void write(String unit, long timestampMillis) {
        ByteBufUtil.writeAscii(log.begin(unit.length()), unit);
        log.commit(timestampMillis);
    }

    private void point(String preamble, int headerBytes) {
        log.randomAccessPoint(Unpooled.copiedBuffer(preamble, US_ASCII), headerBytes);
    }

    private static String read(Cursor cursor) {
        ByteBuf slice = Slices.next(cursor);
        String text = slice.toString(US_ASCII);
        slice.release();
        return text;
    }

    private static String readAll(Cursor cursor) {
        StringBuilder all = new StringBuilder();
        while (cursor.hasNext()) {
            all.append(read(cursor));
        }
        return all.toString();
    }
}
