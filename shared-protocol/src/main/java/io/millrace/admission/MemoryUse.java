package io.millrace.admission;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of its memory a process uses.
 *
 * @param heapBytes what the last collection left: between two of them, garbage fills even an idle node's heap
 * @param directBytes outside the heap: stream logs, and what is on its way from and to sockets
 */
public record MemoryUse(long heapBytes, long maxHeapBytes, long directBytes, long maxDirectBytes) {
    private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    /** Takes well under a millisecond and does not block. */
    public static MemoryUse now() {
        return new MemoryUse(
                heapAfterCollection(),
                Runtime.getRuntime().maxMemory(),
                Math.max(PlatformDependent.usedDirectMemory(), directBuffers()),
                PlatformDependent.maxDirectMemory());
    }

    /** Of heap and direct memory the share that is nearer to its end, 0 to 1. */
    public double share() {
        return Math.max(share(heapBytes, maxHeapBytes), share(directBytes, maxDirectBytes));
    }

    private static double share(long used, long max) {
        return max <= 0 ? 0 : Math.min(1, used / (double) max);
    }

    private static long heapAfterCollection() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(GarbageCollectorMXBean.class::isInstance)
                .map(collector -> ((GarbageCollectorMXBean) collector).getLastGcInfo())
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(MemoryUse::heapAfter)
                .orElse(0L);
    }

    private static long heapAfter(GcInfo collection) {
        return collection.getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /** Which of the two counts knows a buffer depends on how Netty could allocate it; the other one is zero or less. */
    private static long directBuffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
