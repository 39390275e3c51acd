package io.millrace.auth;

import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What this node knows of the tokens that the cluster issues: by which keys they are checked and which were revoked. In
 * memory, so that nothing is asked for when a stream starts; safe on any thread.
 */
public interface TokenAuthority {
    /** The public key (P-256) of that id, be it the cluster's own or an imported one. */
    Optional<ECPublicKey> key(String keyId);

    /** Whether the token of that id ({@code jti}) was revoked. */
    boolean isRevoked(String tokenId);

    /**
     * Tells of each revocation from now on, on any thread.
     *
     * @param listener gets the token's id; must not block
     * @return ends that
     */
    Runnable onRevoked(Consumer<String> listener);
}
