package io.millrace.channel;

import java.util.Optional;

/**
 * Who may publish to a bucket and play from it, besides what signatures, tokens and the ACL say. A part of the journal's
 * format: nothing here is ever renamed, and what old events lack means {@link #NONE}'s.
 *
 * @param signSecret of Node-Media-Server's {@code sign}; without it that parameter means nothing
 * @param publishNeedsRight whether publishers need a signature or a token though the ACL would let them in
 * @param playNeedsRight the same of players
 * @param publishFrom the networks of publishers
 * @param playFrom the networks of players
 * @param referers the web sites of players
 * @param endExpired whether a live connection is closed when its right expires or is revoked; without, a right is looked
 *     at only when a stream starts, as OSS and Node-Media-Server do
 * @param graceSeconds how long after that it is closed
 */
public record BucketSecurity(
        Optional<Secret> signSecret,
        boolean publishNeedsRight,
        boolean playNeedsRight,
        AddressRules publishFrom,
        AddressRules playFrom,
        RefererRules referers,
        boolean endExpired,
        int graceSeconds) {
    /** Signatures, tokens and the ACL alone decide, and once. */
    public static final BucketSecurity NONE = new BucketSecurity(
            Optional.empty(), false, false, AddressRules.ANY, AddressRules.ANY, RefererRules.ANY, false, 0);

    public BucketSecurity {
        signSecret = signSecret == null ? Optional.empty() : signSecret;
        publishFrom = publishFrom == null ? AddressRules.ANY : publishFrom;
        playFrom = playFrom == null ? AddressRules.ANY : playFrom;
        referers = referers == null ? RefererRules.ANY : referers;
    }
}
