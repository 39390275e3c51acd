package io.millrace.auth;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What this node knows of the tokens that the cluster issues: by which keys they are checked and which were revoked. In
 * memory, so that nothing is asked for when a stream starts; safe on any thread.
 */
public interface TokenAuthority {
    /** Of a cluster without keys: no token counts. */
    TokenAuthority NONE = new TokenAuthority() {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public Optional<TokenKey> key(String keyId) {
            return Optional.empty();
        }

        @Override
        public boolean isRevoked(String tokenId) {
            return false;
        }

        @Override
        public Runnable onRevoked(Consumer<String> listener) {
            return () -> {};
        }

        @Override
        public Runnable onKeysWithdrawn(Runnable listener) {
            return () -> {};
        }
    };

    /** Whether it has heard of all keys and all that is revoked; before, no token can be checked, and none lets in. */
    boolean isReady();

    /** The key of that id ({@code kid}), be it the cluster's own or an imported one. */
    Optional<TokenKey> key(String keyId);

    /** Whether the token of that id ({@code jti}) was revoked. */
    boolean isRevoked(String tokenId);

    /**
     * Tells of each revocation from now on, on any thread.
     *
     * @param listener gets the token's id; must not block
     * @return ends that
     */
    Runnable onRevoked(Consumer<String> listener);

    /**
     * Tells from now on, on any thread, when keys are gone or others than before.
     *
     * @param listener must not block
     * @return ends that
     */
    Runnable onKeysWithdrawn(Runnable listener);
}
