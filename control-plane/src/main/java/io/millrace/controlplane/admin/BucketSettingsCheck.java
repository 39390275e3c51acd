package io.millrace.controlplane.admin;

import io.millrace.auth.rules.Network;
import io.millrace.auth.rules.SitePattern;
import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import java.util.List;
import java.util.function.Predicate;

/** Says what is wrong with settings before a bucket takes them. */
public final class BucketSettingsCheck {
    private static final int MAX_GRACE_SECONDS = 86_400;
    private static final int MAX_RULES = 1000;

    private final WebhookCheck webhooks = new WebhookCheck();

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
        webhooks.check(settings.webhooks());
    }

    private static void security(BucketSecurity security) {
        if (security.graceSeconds() < 0 || security.graceSeconds() > MAX_GRACE_SECONDS) {
            throw AdminException.invalid("security.graceSeconds: expected 0 to " + MAX_GRACE_SECONDS);
        }
        networks("security.publishFrom", security.publishFrom());
        networks("security.playFrom", security.playFrom());
        sites("security.referers.allow", security.referers().allow());
        sites("security.referers.deny", security.referers().deny());
    }

    private static void networks(String member, AddressRules rules) {
        networks(member + ".allow", rules.allow());
        networks(member + ".deny", rules.deny());
    }

    private static void networks(String member, List<String> texts) {
        each(member, texts, text -> Network.parse(text).isPresent(), "an address, or a network as address/prefix");
    }

    private static void sites(String member, List<String> texts) {
        each(
                member,
                texts,
                text -> SitePattern.parse(text).isPresent(),
                "a host name, with *. before it for those below it");
    }

    private static void each(String member, List<String> texts, Predicate<String> valid, String expected) {
        if (texts.size() > MAX_RULES) {
            throw AdminException.invalid(member + ": expected " + MAX_RULES + " rules at most");
        }
        for (int i = 0; i < texts.size(); i++) {
            if (!valid.test(texts.get(i))) {
                throw AdminException.invalid(member + '[' + i + "]: expected " + expected);
            }
        }
    }

    private static void limits(BucketLimits limits) {
        if (limits.maxPublishers() < 0 || limits.maxViewers() < 0 || limits.maxBitsPerSecond() < 0) {
            throw AdminException.invalid("limits: expected numbers from 0, which is no limit");
        }
    }
}
