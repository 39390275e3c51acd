package io.millrace.controlplane.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API says of a key by which tokens are checked.
 *
 * @param own whether the cluster has made it
 * @param buckets which its tokens may be for; none for all
 * @param since when it was made or imported
 * @param signsFrom of an own one, when it takes over from the one before
 * @param usedUntil of an own one that has signed, when the last of its tokens has expired
 */
record KeyDescription(
        String kid,
        boolean own,
        String issuer,
        List<String> buckets,
        Instant since,
        Optional<Instant> signsFrom,
        Optional<Instant> usedUntil,
        Map<String, Object> jwk) {}
