package io.millrace.admission;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What this process has been given to work with.
 *
 * @param openFiles how many files and sockets it may have open
 * @param networkBytesPerSecond of the fastest network device; empty where the system does not say, as in most virtual machines
 *     and containers
 */
public record Machine(
        int processors, long openFiles, long heapBytes, long directBytes, OptionalLong networkBytesPerSecond) {
    private static final long BYTES_PER_MEGABIT = 125_000;

    /** Reads some small files. */
    public static Machine current() {
        MemoryUse memory = MemoryUse.now();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                openFileLimit(),
                memory.maxHeapBytes(),
                memory.maxDirectBytes(),
                networkSpeed());
    }

    private static long openFileLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private static OptionalLong networkSpeed() {
        try {
            return NetworkInterface.networkInterfaces()
                    .mapToLong(Machine::megabits)
                    .filter(megabits -> megabits > 0)
                    .map(megabits -> megabits * BYTES_PER_MEGABIT)
                    .max();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Linux says it in megabits a second, or -1. Tunnels and bridges have no device and say whatever they like. */
    private static long megabits(NetworkInterface network) {
        try {
            Path described = Path.of("/sys/class/net", network.getName());
            return network.isUp() && Files.exists(described.resolve("device"))
                    ? Long.parseLong(
                            Files.readString(described.resolve("speed")).strip())
                    : -1;
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }
}
