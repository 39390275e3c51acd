package io.millrace.auth;

import java.security.interfaces.ECPublicKey;
import java.util.Set;

/**
 * A key by which tokens are checked.
 *
 * @param publicKey on the curve P-256
 * @param issuer whose tokens it signs, and nobody else's ({@code iss})
 * @param buckets the only ones that these tokens may be for; empty for all
 */
public record TokenKey(ECPublicKey publicKey, String issuer, Set<String> buckets) {
    public TokenKey {
        buckets = Set.copyOf(buckets);
    }

    /** Whether it may sign a token of that issuer for that bucket. */
    public boolean signs(String tokenIssuer, String bucket) {
        return issuer.equals(tokenIssuer) && (buckets.isEmpty() || buckets.contains(bucket));
    }
}
