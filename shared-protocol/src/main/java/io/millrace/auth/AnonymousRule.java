package io.millrace.auth;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/** What a bucket's access rule allows those without a credential. */
public final class AnonymousRule {
    private final Predicate<InetAddress> local;

    public AnonymousRule(Predicate<InetAddress> local) {
        this.local = local;
    }

    public boolean allows(StreamAction action, Bucket bucket, InetSocketAddress remote) {
        BucketSettings settings = bucket.settings();
        boolean byAcl =
                switch (action) {
                    case PUBLISH -> settings.acl().allowsAnonymousPublish();
                    case PLAY -> settings.acl().allowsAnonymousPlay();
                };
        return byAcl && (!settings.anonymousLocalOnly() || isLocal(remote));
    }

    private boolean isLocal(InetSocketAddress remote) {
        return remote.getAddress() != null && local.test(remote.getAddress());
    }
}
