package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A stream log and a naive one do the same, whatever is done to them in whatever order. */
class StreamLogPropertyTest {
    private static final int STEPS = 400;

    private record Pair(Cursor cursor, NaiveLog.Reader reader) {}

    @Property(tries = 300)
    void theLogDoesWhatANaiveOneDoes(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int slabBytes,
            @ForAll @IntRange(min = 0, max = 400) int furtherBytes,
            @ForAll @IntRange(min = 0, max = 300) int maxLagMillis) {
        StreamLogSettings settings =
                new StreamLogSettings(slabBytes, slabBytes + furtherBytes, Duration.ofMillis(maxLagMillis));
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
        StreamLog log = new StreamLog(settings, memory);
        NaiveLog naive = new NaiveLog(settings);
        List<Pair> pairs = new ArrayList<>();
        List<ByteBuf> pending = new ArrayList<>();
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            doSomething(random, log, naive, pairs, pending);
            assertThat(log.head()).isEqualTo(naive.head());
            assertThat(log.heldBytes()).isEqualTo(naive.heldBytes());
        }
        log.close();
        naive.closed = true;
        for (Pair pair : pairs) {
            readOne(pair, pending);
            assertThat(pair.cursor().atEnd()).isEqualTo(pair.reader().atEnd());
            pair.cursor().close();
        }
        assertThat(log.heldBytes()).isZero();
        pending.forEach(ByteBuf::release);
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    private static void doSomething(
            Random random, StreamLog log, NaiveLog naive, List<Pair> pairs, List<ByteBuf> pending) {
        int action = random.nextInt(20);
        if (action < 8) {
            append(random, log, naive);
        } else if (action < 10 && pairs.size() < 10) {
            boolean newest = random.nextBoolean();
            Cursor cursor = newest ? log.atNewestRandomAccessPoint() : log.atNextRandomAccessPoint();
            pairs.add(new Pair(cursor, naive.new Reader(newest)));
        } else if (!pairs.isEmpty()) {
            Pair pair = pairs.get(random.nextInt(pairs.size()));
            if (action < 18) {
                readOne(pair, pending);
            } else if (action == 18) {
                pair.cursor().jump();
                pair.reader().jump();
            } else {
                pair.cursor().close();
                pairs.remove(pair);
            }
        }
        if (!pending.isEmpty() && random.nextInt(3) == 0) {
            pending.remove(random.nextInt(pending.size())).release();
        }
    }

    private static void append(Random random, StreamLog log, NaiveLog naive) {
        byte[] unit = bytes(random, random.nextInt(20) == 0 ? 500 : 30);
        if (unit.length == 0 && naive.heldBytes() == 0) {
            return;
        }
        byte[] preamble = random.nextInt(4) > 0 ? null : random.nextInt(3) == 0 ? new byte[] {1, 2} : bytes(random, 20);
        int headerBytes = preamble == null ? 0 : random.nextInt(preamble.length + 1);
        long timestamp = random.nextInt(1000) + (random.nextInt(50) == 0 ? 100_000 : 0);
        if (unit.length > 0 && random.nextInt(10) == 0) {
            log.begin(unit.length).writeByte(9);
        }
        if (preamble != null) {
            log.randomAccessPoint(Unpooled.copiedBuffer(preamble), headerBytes);
        }
        log.begin(unit.length).writeBytes(unit);
        log.commit(timestamp);
        if (unit.length > 0) {
            naive.append(unit, timestamp, preamble, headerBytes);
        }
    }

    private static void readOne(Pair pair, List<ByteBuf> pending) {
        assertThat(pair.cursor().hasNext()).isEqualTo(pair.reader().hasNext());
        ByteBuf slice = Slices.next(pair.cursor());
        byte[] expected = pair.reader().next();
        assertThat(slice == null ? null : ByteBufUtil.getBytes(slice)).isEqualTo(expected);
        assertThat(pair.cursor().jumps()).isEqualTo(pair.reader().jumps);
        if (slice != null) {
            pending.add(slice);
        }
    }

    private static byte[] bytes(Random random, int max) {
        byte[] bytes = new byte[random.nextInt(max + 1)];
        random.nextBytes(bytes);
        return bytes;
    }
}
