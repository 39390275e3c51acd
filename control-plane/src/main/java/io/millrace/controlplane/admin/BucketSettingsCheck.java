package io.millrace.controlplane.admin;

import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;

/** Says what is wrong with settings before a bucket takes them. */
public final class BucketSettingsCheck {
    private static final int MAX_GRACE_SECONDS = 86_400;

    /** @throws AdminException naming the member and what is expected of it */
    void check(BucketSettings settings) {
        if (settings.acl() == null) {
            throw AdminException.invalid("acl: expected one of PRIVATE, PUBLIC_READ, PUBLIC_READ_WRITE");
        }
        if (settings.maxChannels() < 1) {
            throw AdminException.invalid("maxChannels: expected 1 or more");
        }
        security(settings.security());
        limits(settings.limits());
    }

    private static void security(BucketSecurity security) {
        if (security.graceSeconds() < 0 || security.graceSeconds() > MAX_GRACE_SECONDS) {
            throw AdminException.invalid("security.graceSeconds: expected 0 to " + MAX_GRACE_SECONDS);
        }
    }

    private static void limits(BucketLimits limits) {
        if (limits.maxPublishers() < 0 || limits.maxViewers() < 0 || limits.maxBitsPerSecond() < 0) {
            throw AdminException.invalid("limits: expected numbers from 0, which is no limit");
        }
    }
}
