package io.millrace.channel;

/**
 * How much of the cluster a bucket may take; 0 for no limit. A part of the journal's format.
 *
 * @param maxPublishers channels that are live at once
 * @param maxViewers viewers of live streams at once, on all edges; HLS players do not count
 * @param maxBitsPerSecond to viewers, of all edges
 */
public record BucketLimits(int maxPublishers, int maxViewers, long maxBitsPerSecond) {
    public static final BucketLimits NONE = new BucketLimits(0, 0, 0);
}
