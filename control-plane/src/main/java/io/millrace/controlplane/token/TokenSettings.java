package io.millrace.controlplane.token;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * How tokens are issued ({@code millrace.token}).
 *
 * @param keyRotation for how long a key signs before the next one does
 * @param maxLifetime how far off a token's expiry may be
 * @param maxTokens how many tokens a bucket may have that have not expired
 * @param maxRevoked how many revoked ones that have not expired the cluster may have
 * @param maxImportedKeys how many public keys may be imported
 * @param maxAttributeBytes how long a token's attributes may be, names and values together
 * @param passivateAfter how long a bucket's registry stays in memory without being asked anything
 * @param snapshotEvery after how many events an actor's state is saved
 */
public record TokenSettings(
        Duration keyRotation,
        Duration maxLifetime,
        int maxTokens,
        int maxRevoked,
        int maxImportedKeys,
        int maxAttributeBytes,
        Duration passivateAfter,
        int snapshotEvery) {

    public static TokenSettings from(Settings section) {
        return new TokenSettings(
                section.duration("key-rotation", Duration.ofHours(1), Duration.ofDays(3650)),
                section.duration("max-lifetime", Duration.ofMinutes(1), Duration.ofDays(3650)),
                section.integer("max-per-bucket", 1, 100_000),
                section.integer("max-revoked", 1, 50_000),
                section.integer("max-imported-keys", 0, 100),
                section.bytes("max-attribute-bytes", 0, 2048),
                section.duration("passivate-after", Duration.ofSeconds(1), Duration.ofDays(1)),
                section.integer("snapshot-every", 10, 100_000));
    }
}
