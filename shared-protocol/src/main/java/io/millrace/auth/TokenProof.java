package io.millrace.auth;

/**
 * Under which key a token's signature was right when it was checked.
 *
 * @param key as it was then
 * @param bucket that the token is for
 */
public record TokenProof(String keyId, TokenKey key, String bucket) {
    /** Whether the key still is that one, and may still sign for that bucket. */
    boolean holds(TokenAuthority authority) {
        return authority
                .key(keyId)
                .filter(now -> now.publicKey().equals(key.publicKey()) && now.signs(key.issuer(), bucket))
                .isPresent();
    }

    @Override
    public String toString() {
        return "TokenProof[" + keyId + "]";
    }
}
