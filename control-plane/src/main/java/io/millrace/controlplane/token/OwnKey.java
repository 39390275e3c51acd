package io.millrace.controlplane.token;

import io.millrace.token.PublicKeyText;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that this cluster has made. A part of the journal's format, as {@link IssuerEvent} is.
 *
 * @param publicKey as {@link PublicKeyText} has it
 * @param sealedPrivateKey as {@link KeyCipher} has it
 * @param signsFrom when it takes over from the one before
 * @param usedUntil when the last token expires that it signs; empty if it has signed none
 */
public record OwnKey(
        String id,
        String publicKey,
        String sealedPrivateKey,
        Instant madeAt,
        Instant signsFrom,
        Optional<Instant> usedUntil) {
    OwnKey usedUntil(Instant until) {
        return new OwnKey(id, publicKey, sealedPrivateKey, madeAt, signsFrom, Optional.of(until));
    }

    /** Without what only its cluster may know. */
    @Override
    public String toString() {
        return "OwnKey[" + id + "]";
    }
}
