package io.millrace.quota;

import io.millrace.channel.BucketLimits;
import io.millrace.cluster.BucketLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one bucket takes of this node. */
final class BucketUse {
    private static final double NANOS_PER_SECOND = 1e9;

    /** What is sent in bursts says nothing over less than this. */
    private static final double LEAST_SECONDS = 0.5;

    /** How many publishers or attempts there are of each channel: one that takes over is no second channel. */
    private final Map<String, Integer> channels = new HashMap<>();

    private final LongAdder bytes = new LongAdder();
    private BucketLimits limits = BucketLimits.NONE;
    private int viewers;
    private long measuredBytes;
    private long measuredAt;
    private long bitsPerSecond;

    BucketUse(long nanos) {
        measuredAt = nanos;
    }

    void sent(long count) {
        bytes.add(count);
    }

    synchronized void limit(BucketLimits now) {
        limits = now;
    }

    synchronized BucketLimits limits() {
        return limits;
    }

    /** @param max of this node */
    synchronized boolean addViewer(long max) {
        if (viewers >= max) {
            return false;
        }
        viewers++;
        return true;
    }

    synchronized void removeViewer() {
        viewers--;
    }

    /** @param max of this node; one more of a channel that is there is no more */
    synchronized boolean addPublisher(String channel, long max) {
        if (!channels.containsKey(channel) && channels.size() >= max) {
            return false;
        }
        channels.merge(channel, 1, Integer::sum);
        return true;
    }

    synchronized void removePublisher(String channel) {
        channels.computeIfPresent(channel, (name, count) -> count == 1 ? null : count - 1);
    }

    synchronized void measure(long nanos) {
        long sum = bytes.sum();
        double seconds = (nanos - measuredAt) / NANOS_PER_SECOND;
        if (seconds < LEAST_SECONDS) {
            return;
        }
        bitsPerSecond = Math.round((sum - measuredBytes) * Byte.SIZE / seconds);
        measuredBytes = sum;
        measuredAt = nanos;
    }

    synchronized BucketLoad load() {
        return new BucketLoad(channels.size(), viewers, bitsPerSecond);
    }

    synchronized boolean isIdle() {
        return viewers == 0 && channels.isEmpty() && bitsPerSecond == 0 && bytes.sum() == measuredBytes;
    }
}
