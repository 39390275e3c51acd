package io.millrace.load.report;

/** A figure of a run: its key in JSON, its column's title, and how many digits behind the point are worth printing. */
public enum Metric {
    MINUTE("minute", "minute", 0),
    CPU_SECONDS_PER_GB("cpuSecondsPerGb", "CPU s/GB", 3),
    CPU_PERCENT("cpuPercent", "CPU %", 1),
    CPU_PERCENT_PER_PUBLISHER("cpuPercentPerPublisher", "CPU % a publisher", 3),
    REQUESTS_PER_SECOND("requestsPerSecond", "requests/s", 0),
    CPU_MICROS_PER_REQUEST("cpuMicrosPerRequest", "CPU µs/request", 1),
    KBITS_PER_VIEWER("kbitsPerViewer", "kbit/s a viewer", 0),
    MBITS("mbits", "Mbit/s", 0),
    RESIDENT_MIB("residentMib", "RSS MiB", 0),
    GROWTH_KIB_PER_MINUTE("growthKibPerMinute", "growth KiB/min", 0),
    KIB_PER_VIEWER("kibPerViewer", "KiB a viewer", 1),
    KIB_PER_PUBLISHER("kibPerPublisher", "KiB a publisher", 0),
    ALLOCATED_PER_VIEWER("allocatedPerViewer", "alloc B/s a viewer", 0),
    ALLOCATED_PER_FRAME("allocatedPerFrame", "B a frame and viewer", 2),
    MEDIA_ALLOCATED_PER_FRAME("mediaAllocatedPerFrame", "by media threads", 2),
    FIRST_KEY_P50_MILLIS("firstKeyP50Millis", "first key p50 ms", 1),
    FIRST_KEY_P99_MILLIS("firstKeyP99Millis", "p99", 1),
    LATENCY_P50_MILLIS("latencyP50Millis", "latency p50 ms", 1),
    LATENCY_P99_MILLIS("latencyP99Millis", "p99", 1),
    STALLS("stalls", "stalls", 0),
    LOST("lost", "lost", 0),
    CLOSED("closed", "closed", 0),
    BROKEN("broken", "broken", 0),
    JUMPS("jumps", "jumps", 0),
    STUCK("stuck", "closed as stuck", 0),
    CLIENT_CPU_PERCENT("clientCpuPercent", "client CPU %", 0),
    OTHERS_CPU_PERCENT("othersCpuPercent", "others' CPU %", 0);

    private final String key;
    private final String title;
    private final int digits;

    Metric(String key, String title, int digits) {
        this.key = key;
        this.title = title;
        this.digits = digits;
    }

    public String key() {
        return key;
    }

    String title() {
        return title;
    }

    int digits() {
        return digits;
    }
}
