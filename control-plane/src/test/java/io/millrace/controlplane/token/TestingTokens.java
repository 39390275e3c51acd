package io.millrace.controlplane.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tests of tokens have in common. */
final class TestingTokens {
    static final KeyCipher CIPHER = new KeyCipher("the cluster's secret".getBytes(StandardCharsets.UTF_8));
    static final TokenGrant GRANT = new TokenGrant(
            Optional.of("cam"),
            Optional.empty(),
            List.of("publish", "play"),
            Optional.of("ada"),
            Map.of("seat", "12", "row", "Ä"),
            Optional.of("192.0.2.0/24"),
            Optional.of(3));

    private TestingTokens() {}

    static TokenSettings settings(int maxTokens, int maxRevoked, int maxImported) {
        return new TokenSettings(
                Duration.ofDays(30),
                Duration.ofDays(366),
                maxTokens,
                maxRevoked,
                maxImported,
                1024,
                Duration.ofMinutes(1),
                100);
    }

    static TokenEntry entry(String id, Instant issuedAt, Duration life) {
        return new TokenEntry(id, "key", GRANT, "AK", issuedAt, issuedAt.plus(life), Optional.empty());
    }
}
