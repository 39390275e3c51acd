package io.millrace.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a stream log should do, said as plainly as possible: all bytes are kept, and lists are searched. */
final class NaiveLog {
    record Unit(long start, long end, long clock) {}

    record Point(int number, long position, long clock, byte[] preamble, int headerBytes) {}

    private record Slab(long start, int capacity) {}

    private final StreamLogSettings settings;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<Unit> units = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private final List<Slab> slabs = new ArrayList<>();
    private int heldFrom;
    private long latestTimestamp;
    private long clock;
    boolean closed;

    NaiveLog(StreamLogSettings settings) {
        this.settings = settings;
    }

    long head() {
        return content.size();
    }

    long heldBytes() {
        return slabs.subList(heldFrom, slabs.size()).stream()
                .mapToLong(Slab::capacity)
                .sum();
    }

    /** @param preamble null if the unit is no random access point */
    void append(byte[] unit, long timestamp, byte[] preamble, int headerBytes) {
        long start = head();
        place(start, unit.length);
        long step = timestamp - latestTimestamp;
        if (units.isEmpty()) {
            latestTimestamp = timestamp;
        } else if (step > 0) {
            clock += step <= maxLag() ? step : 0;
            latestTimestamp = timestamp;
        } else if (step < -maxLag()) {
            latestTimestamp = timestamp;
        }
        content.writeBytes(unit);
        units.add(new Unit(start, head(), clock));
        if (preamble != null) {
            points.add(new Point(points.size() + 1, start, clock, preamble, headerBytes));
        }
        forget();
    }

    private void place(long start, int bytes) {
        Slab last = slabs.isEmpty() ? null : slabs.get(slabs.size() - 1);
        boolean held = heldFrom < slabs.size();
        if (held && last.capacity() - (start - last.start()) >= bytes) {
            return;
        }
        int capacity = Math.max(settings.slabBytes(), bytes);
        while (heldFrom < slabs.size() && heldBytes() + capacity > settings.maxBytes()) {
            heldFrom++;
        }
        slabs.add(new Slab(start, capacity));
    }

    private void forget() {
        long needed = newestPoint() == null ? head() : newestPoint().position();
        while (heldFrom < slabs.size() - 1 && end(heldFrom) <= needed && clock - clockAt(end(heldFrom)) > maxLag()) {
            heldFrom++;
        }
    }

    private long end(int slab) {
        return slab + 1 < slabs.size() ? slabs.get(slab + 1).start() : head();
    }

    /** The log's clock when the unit was appended that ends at the position. */
    private long clockAt(long position) {
        return units.stream()
                .filter(unit -> unit.end() == position)
                .findFirst()
                .orElseThrow()
                .clock();
    }

    private long oldest() {
        return heldFrom < slabs.size() ? slabs.get(heldFrom).start() : head();
    }

    private long maxLag() {
        return settings.maxLag().toMillis();
    }

    /** The newest random access point, if it is still held. */
    private Point newestPoint() {
        Point last = points.isEmpty() ? null : points.get(points.size() - 1);
        return last == null || last.position() < oldest() ? null : last;
    }

    final class Reader {
        private int startAfter;
        private boolean reading;
        private boolean started;
        private long position;
        private long readClock;
        long jumps;

        Reader(boolean newest) {
            startAfter = newest ? 0 : points.size();
        }

        byte[] next() {
            Point point = newestPoint();
            boolean lags = reading && clock - readClock > maxLag() && point != null && point.position() > position;
            if (reading && (position < oldest() || lags)) {
                reading = false;
                startAfter = 0;
                jumps++;
            }
            if (!reading) {
                if (point == null || point.number() <= startAfter) {
                    return null;
                }
                reading = true;
                position = point.position();
                readClock = point.clock();
                byte[] preamble = started
                        ? Arrays.copyOfRange(point.preamble(), point.headerBytes(), point.preamble().length)
                        : point.preamble();
                started = true;
                if (preamble.length > 0) {
                    return preamble;
                }
            }
            if (position == head()) {
                return null;
            }
            int slab = slabs.size() - 1;
            while (slabs.get(slab).start() > position) {
                slab--;
            }
            byte[] bytes = Arrays.copyOfRange(content.toByteArray(), (int) position, (int) end(slab));
            position = end(slab);
            readClock = clockAt(position);
            return bytes;
        }

        boolean hasNext() {
            Point point = newestPoint();
            if (!reading) {
                return point != null && point.number() > startAfter;
            }
            return position < oldest() ? point != null : position < head();
        }

        void jump() {
            Point point = newestPoint();
            if (reading && point != null && point.position() > position) {
                reading = false;
                startAfter = 0;
            }
        }

        boolean atEnd() {
            return closed && !hasNext();
        }
    }
}
