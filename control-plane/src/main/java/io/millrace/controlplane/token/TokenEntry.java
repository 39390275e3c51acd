package io.millrace.controlplane.token;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that was issued, without the token itself. A part of the journal's format, as {@link RegistryEvent} is.
 *
 * @param id the token's {@code jti}; ids are in the order in which their tokens were issued
 * @param keyId by which it is signed
 * @param issuedBy the access key's id of who asked for it
 */
public record TokenEntry(
        String id,
        String keyId,
        TokenGrant grant,
        String issuedBy,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> revokedAt) {
    TokenEntry revoked(Instant at) {
        return new TokenEntry(id, keyId, grant, issuedBy, issuedAt, expiresAt, Optional.of(revokedAt.orElse(at)));
    }
}
