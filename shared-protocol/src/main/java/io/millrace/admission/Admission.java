package io.millrace.admission;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.delivery.Delivery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a node sends and how much memory it uses, and tells whether that leaves room for one more. Safe on any
 * thread; measured by one.
 */
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    /** Memory is short until its use has fallen this far below the limit, so that the node does not waver. */
    private static final double RELIEF = 0.95;

    private final NodeLimits limits;
    private final Delivery delivery;
    private final Supplier<MemoryUse> memory;
    private final SendingRate rate = new SendingRate();
    private volatile SendingLoad sending = SendingLoad.NONE;
    private volatile double memoryShare;
    private volatile boolean memoryShort;

    /**
     * @param delivery by which the node sends
     * @param memory asked at each measurement; {@code MemoryUse::now}
     */
    public Admission(NodeLimits limits, Delivery delivery, Supplier<MemoryUse> memory, MeterRegistry registry) {
        this.limits = requireNonNull(limits, "limits");
        this.delivery = requireNonNull(delivery, "delivery");
        this.memory = requireNonNull(memory, "memory");
        Gauge.builder("millrace.admission.bytes.per.second", this, self -> self.sending.bytesPerSecond())
                .description("what the node sent each second lately")
                .register(registry);
        Gauge.builder("millrace.admission.memory.share", this, self -> self.memoryShare)
                .description("the share of heap or direct memory in use, whichever is larger")
                .register(registry);
    }

    /**
     * Measures from now on, as long as the executor lives.
     *
     * @param executor an event loop will do: a measurement blocks nothing
     */
    public void start(ScheduledExecutorService executor, Duration interval) {
        executor.scheduleAtFixedRate(this::measure, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whatever fails now is tried again: without measurements the node would stay as open or shut as it is. */
    private void measure() {
        try {
            measure(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.warn("The node's load could not be measured", e);
        }
    }

    void measure(long nanos) {
        sending = rate.sample(nanos, delivery.streamBytes(), delivery.objectBytes(), delivery.viewers());
        memoryShare = memory.get().share();
        boolean isShort = memoryShare >= limits.maxMemoryShare() * (memoryShort ? RELIEF : 1);
        if (isShort != memoryShort) {
            memoryShort = isShort;
            say(isShort);
        }
    }

    private void say(boolean isShort) {
        String percent = Math.round(memoryShare * 100) + " %";
        if (isShort) {
            LOG.warn("Taking nothing new: {} of the heap or of direct memory are in use", percent);
        } else {
            LOG.info("Taking viewers and publishers again: {} of the memory are in use", percent);
        }
    }

    public NodeLimits limits() {
        return limits;
    }

    /** What the node has too little of for one more viewer, besides their number. */
    public Optional<Limit> shortage() {
        if (memoryShort) {
            return Optional.of(Limit.MEMORY);
        }
        return roomToSend() < 1 ? Optional.of(Limit.BANDWIDTH) : Optional.empty();
    }

    /** What the node has too little of for one more publisher, who sends but is sent nothing. */
    public Optional<Limit> shortageForPublishers() {
        return memoryShort ? Optional.of(Limit.MEMORY) : Optional.empty();
    }

    /** How many viewers it could have as things are; no more than now if anything is short. */
    public int viewerCapacity(int viewers) {
        long room = memoryShort ? 0 : roomToSend();
        return (int) Math.min(limits.maxViewers(), viewers + room);
    }

    /** How many publishers it could have as things are; no more than now if anything is short. */
    public int publisherCapacity(int publishers) {
        return memoryShort ? Math.min(publishers, limits.maxPublishers()) : limits.maxPublishers();
    }

    private int roomToSend() {
        return limits.maxBytesPerSecond().isEmpty()
                ? Integer.MAX_VALUE
                : sending.room(limits.maxBytesPerSecond().getAsLong(), delivery.viewers());
    }
}
