package io.millrace.load.view;

import org.HdrHistogram.Histogram;

/** What the viewers of one event loop have counted; used on that loop only. */
final class Tally {
    private static final long MAX_MICROS = 600_000_000L;
    private static final int DIGITS = 3;

    long bytes;
    long pictures;
    long lost;
    long stalls;
    long broken;
    long closed;
    final Histogram latencyMicros = new Histogram(MAX_MICROS, DIGITS);
    final Histogram firstKeyFrameMicros = new Histogram(MAX_MICROS, DIGITS);

    /** Begins a window; what was counted of first key frames, which come before it, stays. */
    void beginWindow() {
        bytes = 0;
        pictures = 0;
        lost = 0;
        stalls = 0;
        latencyMicros.reset();
    }

    static void record(Histogram histogram, long micros) {
        histogram.recordValue(Math.max(0, Math.min(MAX_MICROS, micros)));
    }

    void add(Tally other) {
        bytes += other.bytes;
        pictures += other.pictures;
        lost += other.lost;
        stalls += other.stalls;
        broken += other.broken;
        closed += other.closed;
        latencyMicros.add(other.latencyMicros);
        firstKeyFrameMicros.add(other.firstKeyFrameMicros);
    }
}
