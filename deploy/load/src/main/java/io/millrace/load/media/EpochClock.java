package io.millrace.load.media;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Microseconds of the epoch clock, read as cheaply as the steady clock. The two were compared once, so that neither a
 * step nor a drift of the epoch clock shows within one process.
 */
public final class EpochClock {
    private static final long OFFSET_MICROS =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - System.nanoTime() / 1000;

    private EpochClock() {}

    public static long micros() {
        return micros(System.nanoTime());
    }

    /** @param nanoTime of the steady clock */
    public static long micros(long nanoTime) {
        return OFFSET_MICROS + nanoTime / 1000;
    }
}
