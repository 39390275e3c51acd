package io.millrace.controlplane.token;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A public key whose tokens count here, too. A part of the journal's format, as {@link IssuerEvent} is.
 *
 * @param publicKey as {@link io.millrace.token.PublicKeyText} has it
 * @param issuer whose tokens it signs
 * @param buckets which they may be for, sorted; empty for all
 */
public record ImportedKey(String id, String publicKey, String issuer, List<String> buckets, Instant importedAt) {
    public ImportedKey {
        buckets = List.copyOf(new TreeSet<>(buckets));
    }

    boolean sameAs(ImportedKey other) {
        return publicKey.equals(other.publicKey)
                && issuer.equals(other.issuer)
                && Set.copyOf(buckets).equals(Set.copyOf(other.buckets));
    }
}
