package io.millrace.auth;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/** What a bucket's access rule allows those without a credential. */
final class AnonymousRule {
    private final Predicate<InetAddress> local;

    AnonymousRule(Predicate<InetAddress> local) {
        this.local = local;
    }

    boolean allows(StreamAction action, Bucket bucket, InetSocketAddress remote) {
        BucketSettings settings = bucket.settings();
        boolean byAcl =
                switch (action) {
                    case PUBLISH ->
                        settings.acl().allowsAnonymousPublish()
                                && !settings.security().publishNeedsRight();
                    case PLAY ->
                        settings.acl().allowsAnonymousPlay()
                                && !settings.security().playNeedsRight();
                };
        return byAcl && isNear(settings, remote);
    }

    /**
     * The segments of playlists stand in no address with a credential, so that caches can keep them for all: who has a
     * playlist gets them, where the ACL lets everybody read.
     */
    boolean allowsSegments(Bucket bucket, InetSocketAddress remote) {
        return bucket.settings().acl().allowsAnonymousPlay() && isNear(bucket.settings(), remote);
    }

    private boolean isNear(BucketSettings settings, InetSocketAddress remote) {
        return !settings.anonymousLocalOnly() || isLocal(remote);
    }

    private boolean isLocal(InetSocketAddress remote) {
        return remote.getAddress() != null && local.test(remote.getAddress());
    }
}
