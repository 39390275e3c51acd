package io.millrace.cluster;

/**
 * What a bucket takes of one node. CBOR on the wire: the components' names are the wire format.
 *
 * @param publishers channels that are live there
 * @param viewers of live streams there
 * @param bitsPerSecond to viewers
 */
public record BucketLoad(int publishers, int viewers, long bitsPerSecond) {}
