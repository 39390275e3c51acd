package io.millrace.admission;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * How much a node may take on, as it was set or as follows from its machine.
 *
 * @param maxBytesPerSecond how much it may send; empty for no limit
 * @param maxMemoryShare the share of heap or direct memory in use above which nothing new is taken
 */
public record NodeLimits(
        int maxViewers,
        int maxPublishers,
        int maxHttpConnections,
        OptionalLong maxBytesPerSecond,
        double maxMemoryShare) {
    private static final long VIEWERS_PER_PROCESSOR = 25_000;
    private static final long PUBLISHERS_PER_PROCESSOR = 1_000;

    /** Of the heap half, of direct memory an eighth may be taken by viewers' connections; the rest is for streams. */
    private static final long HEAP_BYTES_PER_VIEWER = 2 * (16 << 10);

    private static final long DIRECT_BYTES_PER_VIEWER = 8 * (1 << 10);

    /** A relay log and a segment that grows take about as much; streams that take more come to the memory's limit. */
    private static final long BYTES_PER_PUBLISHER = 1 << 20;

    /** A network that is full to the brim loses packets. */
    private static final double NETWORK_SHARE = 0.9;

    private static final double BITS_PER_BYTE = 8;

    public static NodeLimits of(AdmissionSettings settings, Machine machine) {
        return new NodeLimits(
                settings.maxViewers().orElseGet(() -> viewers(machine)),
                settings.maxPublishers().orElseGet(() -> publishers(machine)),
                settings.maxHttpConnections().orElseGet(() -> httpConnections(machine)),
                settings.maxBytesPerSecond().isPresent()
                        ? settings.maxBytesPerSecond()
                        : machine.networkBytesPerSecond().stream()
                                .map(bytes -> (long) (bytes * NETWORK_SHARE))
                                .findFirst(),
                settings.maxMemoryShare());
    }

    /** Three of four open files, as relays, stored objects and HLS players need some, too. */
    private static int viewers(Machine machine) {
        return least(
                machine.processors() * VIEWERS_PER_PROCESSOR,
                machine.openFiles() / 4 * 3,
                machine.heapBytes() / HEAP_BYTES_PER_VIEWER,
                machine.directBytes() / DIRECT_BYTES_PER_VIEWER);
    }

    /** One of eight open files, as each publisher's segments and relays take more than its connection. */
    private static int publishers(Machine machine) {
        return least(
                machine.processors() * PUBLISHERS_PER_PROCESSOR,
                machine.openFiles() / 8,
                machine.heapBytes() / BYTES_PER_PUBLISHER,
                machine.directBytes() / BYTES_PER_PUBLISHER);
    }

    /** What is left of the open files keeps relays, publishers and the store going. */
    private static int httpConnections(Machine machine) {
        return least(machine.openFiles() / 8 * 7, machine.heapBytes() / HEAP_BYTES_PER_VIEWER * 2);
    }

    private static int least(long... bounds) {
        return (int) Math.max(
                1, Math.min(Integer.MAX_VALUE, LongStream.of(bounds).min().getAsLong()));
    }

    /** In an operator's words. */
    @Override
    public String toString() {
        String bandwidth = maxBytesPerSecond.isPresent()
                ? String.format(Locale.ROOT, "%.0f Mbit/s to send", maxBytesPerSecond.getAsLong() * BITS_PER_BYTE / 1e6)
                : "any bandwidth";
        return String.format(
                Locale.ROOT,
                "%d viewers, %d publishers, %d HTTP connections, %s, %.0f %% of heap and of direct memory",
                maxViewers,
                maxPublishers,
                maxHttpConnections,
                bandwidth,
                maxMemoryShare * 100);
    }
}
