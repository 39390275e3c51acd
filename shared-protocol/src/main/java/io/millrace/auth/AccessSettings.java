package io.millrace.auth;

import io.millrace.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How this node decides on access ({@code millrace.access}).
 *
 * @param domains lower-case names of the cluster itself, whose first label is no bucket
 * @param clockSkew how far a signer's clock may be off
 * @param maxSearchedBuckets how many buckets a signature is tried with if the address names none
 * @param bucketCacheTime how old an answer about a bucket may be
 * @param bucketPatience how long an answer is waited for by whoever has an older one
 * @param bucketOutageTime how old an answer may be when there is no newer one
 * @param maxCachedBuckets how many such answers are kept
 * @param answerTimeout how long an actor has to answer
 */
public record AccessSettings(
        List<AccessKey> keys,
        Set<String> domains,
        Duration clockSkew,
        int maxSearchedBuckets,
        Duration bucketCacheTime,
        Duration bucketPatience,
        Duration bucketOutageTime,
        int maxCachedBuckets,
        Duration answerTimeout) {
    public AccessSettings {
        keys = List.copyOf(keys);
        domains = Set.copyOf(domains);
    }

    public static AccessSettings from(Settings section) {
        return new AccessSettings(
                section.sections("keys").stream().map(AccessSettings::key).toList(),
                section.texts("domains").stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                section.duration("clock-skew", Duration.ofSeconds(1), Duration.ofDays(1)),
                section.integer("max-searched-buckets", 0, 10_000),
                section.duration("bucket-cache-time", Duration.ZERO, Duration.ofMinutes(1)),
                section.duration("bucket-patience", Duration.ofMillis(10), Duration.ofMinutes(1)),
                section.duration("bucket-outage-time", Duration.ZERO, Duration.ofDays(7)),
                section.integer("max-cached-buckets", 1, 1_000_000),
                section.duration("answer-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)));
    }

    private static AccessKey key(Settings section) {
        AccessKey key = new AccessKey(section.text("id"), section.text("secret"));
        if (!key.id().matches("[A-Za-z0-9_.-]{1,128}")) {
            throw section.wrong("id", key.id(), "1 to 128 of A-Z a-z 0-9 _ . -");
        }
        if (key.secret().isBlank()) {
            throw section.wrong("secret", "empty", "a secret");
        }
        return key;
    }
}
