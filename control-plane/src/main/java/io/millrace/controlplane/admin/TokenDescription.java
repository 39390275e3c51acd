package io.millrace.controlplane.admin;

import io.millrace.controlplane.token.TokenEntry;
import io.millrace.controlplane.token.TokenGrant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API says of a token that was issued: all but the token. */
record TokenDescription(
        String id,
        Optional<String> channel,
        Optional<String> prefix,
        List<String> actions,
        Optional<String> userId,
        Map<String, String> attributes,
        Optional<String> cidr,
        Optional<Integer> maxViewers,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> revokedAt,
        String issuedBy,
        String keyId) {
    static TokenDescription of(TokenEntry entry) {
        TokenGrant grant = entry.grant();
        return new TokenDescription(
                entry.id(),
                grant.channel(),
                grant.prefix(),
                grant.actions(),
                grant.userId(),
                grant.attributes(),
                grant.cidr(),
                grant.maxViewers(),
                entry.issuedAt(),
                entry.expiresAt(),
                entry.revokedAt(),
                entry.issuedBy(),
                entry.keyId());
    }
}
