package io.millrace.auth;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * By what right somebody publishes or plays.
 *
 * @param expiry when it ends; empty if it does not
 * @param tokenId of the token, {@code jti}; empty if it was another credential or the ACL
 * @param proof of the token; empty if it was none
 * @param userId of the token, {@code sub}
 * @param maxViewers of the token
 * @param attributes of the token
 */
public record Right(
        Optional<Instant> expiry,
        Optional<String> tokenId,
        Optional<TokenProof> proof,
        Optional<String> userId,
        OptionalInt maxViewers,
        Map<String, String> attributes) {
    /** By an ACL, or a credential that does not expire. */
    public static final Right LASTING = new Right(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), Map.of());

    public Right {
        attributes = Map.copyOf(attributes);
    }

    /** By a credential that holds until then. */
    public static Right until(Instant expiry) {
        return new Right(
                Optional.of(expiry),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Map.of());
    }
}
