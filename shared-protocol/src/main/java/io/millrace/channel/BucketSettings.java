package io.millrace.channel;

/**
 * How a bucket treats those who come to it.
 *
 * @param acl what those without a credential may do
 * @param anonymousLocalOnly whether {@code acl} holds for this machine's own addresses only
 * @param autoCreateChannels whether a publish to an unknown channel creates it
 * @param takeOver whether a publisher with a right to publish ends a running session, rather than being refused
 * @param liveOnly whether sessions that begin from now on are played live only: they are not cut into segments, so there
 *     is no HLS; false in what was written before there was the choice
 * @param maxChannels how many channels the bucket may have
 */
public record BucketSettings(
        BucketAcl acl,
        boolean anonymousLocalOnly,
        boolean autoCreateChannels,
        boolean takeOver,
        boolean liveOnly,
        int maxChannels) {
    public BucketSettings withAcl(BucketAcl other) {
        return new BucketSettings(other, anonymousLocalOnly, autoCreateChannels, takeOver, liveOnly, maxChannels);
    }
}
