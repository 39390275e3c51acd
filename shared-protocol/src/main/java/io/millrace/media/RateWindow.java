package io.millrace.media;

/**
 * Bytes and frames of one track over the last {@value #SLOTS} half seconds of stream time. Its memory does not grow.
 */
final class RateWindow {
    private static final int SLOTS = 10;
    private static final long SLOT_MILLIS = 500;

    private final long[] slots = new long[SLOTS];
    private final long[] bytes = new long[SLOTS];
    private final int[] frames = new int[SLOTS];
    private long first = -1;
    private long last = -1;

    void add(long timeMillis, int size) {
        long slot = timeMillis / SLOT_MILLIS;
        int index = (int) (slot % SLOTS);
        if (slots[index] != slot || last < 0) {
            slots[index] = slot;
            bytes[index] = 0;
            frames[index] = 0;
        }
        bytes[index] += size;
        frames[index]++;
        first = first < 0 ? timeMillis : first;
        last = timeMillis;
    }

    long bytesPerSecond() {
        long total = 0;
        for (int i = 0; i < SLOTS; i++) {
            total += isRecent(i) ? bytes[i] : 0;
        }
        return Math.round(total / seconds());
    }

    double framesPerSecond() {
        long total = 0;
        for (int i = 0; i < SLOTS; i++) {
            total += isRecent(i) ? frames[i] : 0;
        }
        return total / seconds();
    }

    /** Only whole slots count, but for the first moments. */
    private boolean isRecent(int index) {
        long current = last / SLOT_MILLIS;
        return last >= 0
                && slots[index] > current - SLOTS
                && (slots[index] < current || current == first / SLOT_MILLIS)
                && slots[index] <= current;
    }

    private double seconds() {
        long current = last / SLOT_MILLIS;
        long firstSlot = first / SLOT_MILLIS;
        if (current == firstSlot) {
            return Math.max(SLOT_MILLIS, last - first) / 1000.0;
        }
        long from = Math.max(first, (current - SLOTS + 1) * SLOT_MILLIS);
        return Math.max(1, current * SLOT_MILLIS - from) / 1000.0;
    }
}
