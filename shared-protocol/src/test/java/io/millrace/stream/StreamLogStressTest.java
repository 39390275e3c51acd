package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One writer and several readers race over a log that is so small that it drops slabs all the time. Each unit says its
 * number and is filled with it, so a reader knows whether what it got is whole units in order.
 */
class StreamLogStressTest {
    private static final int UNITS = 3_000_000;
    private static final int READERS = 3;
    private static final int CURSORS = 4;
    private static final int HEADER = 0x48454144;
    private static final int PREAMBLE = 0x5052454D;
    private static final int UNIT_HEADER_BYTES = 12;

    @Test
    void everyReaderSeesWholeUnitsInOrderFromRandomAccessPoints() throws Exception {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
        StreamLog log = new StreamLog(new StreamLogSettings(512, 8192, Duration.ofMillis(100)), memory);
        ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
        try {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                long seed = i;
                tasks.add(() -> readAll(log, new Random(seed)));
            }
            List<Future<Long>> readers = tasks.stream().map(threads::submit).toList();
            threads.submit(() -> writeAll(log)).get(50, TimeUnit.SECONDS);
            long jumps = 0;
            for (Future<Long> reader : readers) {
                jumps += reader.get(30, TimeUnit.SECONDS);
            }
            assertThat(jumps).isPositive();
        } finally {
            threads.shutdownNow();
        }
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    private static Void writeAll(StreamLog log) {
        Random random = new Random(42);
        long timestamp = 0;
        for (int number = 0; number < UNITS; number++) {
            if (random.nextInt(20) == 0) {
                log.randomAccessPoint(preamble(number), 4);
                pauseAWhile(random);
            }
            int fill = random.nextInt(100) + (random.nextInt(500) == 0 ? 1000 : 0);
            write(log.begin(UNIT_HEADER_BYTES + fill), number, fill);
            timestamp += random.nextInt(3);
            log.commit(timestamp);
        }
        log.close();
        return null;
    }

    /** Lets the readers catch up, or else they would do nothing but jump. */
    private static void pauseAWhile(Random random) {
        int turns = random.nextInt(200);
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    private static ByteBuf preamble(int number) {
        return Unpooled.buffer(12).writeInt(HEADER).writeInt(PREAMBLE).writeInt(number);
    }

    private static void write(ByteBuf unit, int number, int fill) {
        unit.writeInt(number).writeInt(fill).writeInt(~number);
        for (int i = 0; i < fill; i++) {
            unit.writeByte(number);
        }
    }

    /** @return how often its cursors have jumped */
    private static long readAll(StreamLog log, Random random) {
        List<CheckedCursor> cursors = new ArrayList<>();
        for (int i = 0; i < CURSORS; i++) {
            cursors.add(new CheckedCursor(log, random.nextBoolean()));
        }
        long jumps = 0;
        boolean running = true;
        while (running) {
            running = false;
            for (int i = 0; i < CURSORS; i++) {
                CheckedCursor cursor = cursors.get(i);
                int slices = random.nextInt(6);
                for (int slice = 0; slice < slices; slice++) {
                    cursor.read(random);
                }
                running |= !cursor.cursor.atEnd();
                if (random.nextInt(1000) == 0) {
                    jumps += cursor.end();
                    cursors.set(i, new CheckedCursor(log, random.nextBoolean()));
                }
            }
        }
        for (CheckedCursor cursor : cursors) {
            jumps += cursor.end();
        }
        return jumps;
    }

    private static final class CheckedCursor {
        private final Cursor cursor;
        private final Deque<ByteBuf> pending = new ArrayDeque<>();
        private boolean started;
        private int expected = -1;

        /** The cursor's jumps at the last slice: a jump may have to wait for its random access point. */
        private long jumps;

        CheckedCursor(StreamLog log, boolean newest) {
            cursor = newest ? log.atNewestRandomAccessPoint() : log.atNextRandomAccessPoint();
        }

        void read(Random random) {
            ByteBuf slice = Slices.next(cursor);
            if (slice == null) {
                return;
            }
            pending.add(slice);
            if (isPreamble(slice)) {
                int number = slice.getInt(slice.readableBytes() - 4);
                require(cursor.jumps() == (started ? jumps + 1 : 0), "a preamble without a jump");
                jumps = cursor.jumps();
                require(slice.readableBytes() == (started ? 8 : 12), "a header for who has it, or none for a newcomer");
                require(number >= expected, "a jump back");
                started = true;
                expected = number;
            } else {
                require(started, "units without a preamble");
                require(cursor.jumps() == jumps, "a jump without a preamble");
                expected = check(slice, expected);
            }
            while (pending.size() > random.nextInt(4)) {
                release(pending.poll());
            }
        }

        /** What is released late must still be what it was. */
        private static void release(ByteBuf slice) {
            if (!isPreamble(slice)) {
                check(slice, slice.getInt(0));
            }
            slice.release();
        }

        private static boolean isPreamble(ByteBuf slice) {
            return slice.getInt(0) == HEADER || slice.getInt(0) == PREAMBLE;
        }

        /** @return the number of the unit that must come next */
        private static int check(ByteBuf slice, int first) {
            int number = first;
            int at = 0;
            while (at < slice.readableBytes()) {
                int fill = slice.getInt(at + 4);
                if (slice.getInt(at) != number || slice.getInt(at + 8) != ~number) {
                    throw new AssertionError("unit " + slice.getInt(at) + " instead of " + number);
                }
                at += UNIT_HEADER_BYTES;
                require(fill >= 0 && at + fill <= slice.readableBytes(), "a torn unit");
                for (int end = at + fill; at < end; at++) {
                    require(slice.getByte(at) == (byte) number, "foreign bytes in a unit");
                }
                number++;
            }
            return number;
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise);
            }
        }

        long end() {
            pending.forEach(CheckedCursor::release);
            cursor.close();
            return cursor.jumps();
        }
    }
}
