package io.millrace.channel;

import java.util.List;

/**
 * How a bucket treats those who come to it. A part of the journal's format: nothing here is ever renamed, and each
 * component's value where old events lack it means what they meant.
 *
 * @param acl what those without a credential may do
 * @param anonymousLocalOnly whether {@code acl} holds for this machine's own addresses only
 * @param autoCreateChannels whether a publish to an unknown channel creates it
 * @param takeOver whether a publisher with a right to publish ends a running session, rather than being refused
 * @param liveOnly whether sessions that begin from now on are played live only: they are not cut into segments, so there
 *     is no HLS; false in what was written before there was the choice
 * @param maxChannels how many channels the bucket may have
 * @param security who else may come
 * @param limits how much of the cluster it may take
 * @param webhooks who is told of what happens
 */
public record BucketSettings(
        BucketAcl acl,
        boolean anonymousLocalOnly,
        boolean autoCreateChannels,
        boolean takeOver,
        boolean liveOnly,
        int maxChannels,
        BucketSecurity security,
        BucketLimits limits,
        List<Webhook> webhooks) {
    public BucketSettings {
        security = security == null ? BucketSecurity.NONE : security;
        limits = limits == null ? BucketLimits.NONE : limits;
        webhooks = webhooks == null ? List.of() : List.copyOf(webhooks);
    }

    /** With nothing besides: no rules, no limits, no webhooks. */
    public static BucketSettings of(
            BucketAcl acl,
            boolean anonymousLocalOnly,
            boolean autoCreateChannels,
            boolean takeOver,
            boolean liveOnly,
            int maxChannels) {
        return new BucketSettings(
                acl,
                anonymousLocalOnly,
                autoCreateChannels,
                takeOver,
                liveOnly,
                maxChannels,
                BucketSecurity.NONE,
                BucketLimits.NONE,
                List.of());
    }

    public BucketSettings withAcl(BucketAcl other) {
        return new BucketSettings(
                other,
                anonymousLocalOnly,
                autoCreateChannels,
                takeOver,
                liveOnly,
                maxChannels,
                security,
                limits,
                webhooks);
    }

    public BucketSettings withSecurity(BucketSecurity other) {
        return new BucketSettings(
                acl, anonymousLocalOnly, autoCreateChannels, takeOver, liveOnly, maxChannels, other, limits, webhooks);
    }

    public BucketSettings withLimits(BucketLimits other) {
        return new BucketSettings(
                acl,
                anonymousLocalOnly,
                autoCreateChannels,
                takeOver,
                liveOnly,
                maxChannels,
                security,
                other,
                webhooks);
    }

    public BucketSettings withWebhooks(List<Webhook> others) {
        return new BucketSettings(
                acl, anonymousLocalOnly, autoCreateChannels, takeOver, liveOnly, maxChannels, security, limits, others);
    }
}
