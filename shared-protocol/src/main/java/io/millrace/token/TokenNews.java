package io.millrace.token;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing on the board. CBOR on the wire (Jackson): the components' names are the wire format, and equal news must be
 * equal bytes on every node.
 */
public sealed interface TokenNews {
    /** Grows with each change; what has a lower one is old. */
    long version();

    /** All keys, the cluster's own and the imported ones. */
    record Keys(long version, List<PublishedKey> keys) implements TokenNews {
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * One key.
     *
     * @param publicKey as {@link PublicKeyText} has it
     * @param buckets sorted; empty for all
     */
    record PublishedKey(String id, String publicKey, String issuer, List<String> buckets) {
        public PublishedKey {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * Those of the revoked tokens that stand on one page.
     *
     * @param page by {@link TokenBoard#pageOf}
     * @param expiries when each expires, in seconds since 1970, by its id
     */
    record Revoked(long version, int page, SortedMap<String, Long> expiries) implements TokenNews {
        public Revoked {
            expiries = Collections.unmodifiableSortedMap(new TreeMap<>(expiries));
        }
    }
}
