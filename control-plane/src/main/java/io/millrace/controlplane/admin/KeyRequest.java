package io.millrace.controlplane.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The body of a request to import a public key.
 *
 * @param jwk the key as a JSON Web Key; this or {@code pem}
 * @param pem the key as X.509's SubjectPublicKeyInfo in PEM
 * @param issuer whose tokens it signs
 * @param buckets which they may be for; none for all
 */
record KeyRequest(JsonNode jwk, Optional<String> pem, String issuer, List<String> buckets) {
    /** What is missing is empty. */
    KeyRequest {
        pem = pem == null ? Optional.empty() : pem;
        issuer = issuer == null ? "" : issuer;
        buckets = buckets == null ? List.of() : buckets;
    }

    Optional<JsonNode> givenJwk() {
        return jwk == null || jwk.isNull() || jwk.isMissingNode() ? Optional.empty() : Optional.of(jwk);
    }
}
