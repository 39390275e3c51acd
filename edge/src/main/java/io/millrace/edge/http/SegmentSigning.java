package io.millrace.edge.http;

import io.millrace.auth.PresignedUrls;
import io.millrace.auth.RequestTarget;
import io.millrace.edge.hls.UriQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Signs the segments' addresses in a live playlist whose own address is signed and asks for it by {@code
 * x-oss-process=hls/sign}: so a player gets from a private bucket what the playlist names. They hold as long as the
 * playlist's address, with the key that signed it.
 */
final class SegmentSigning {
    private static final String PARAMETER = "x-oss-process";
    private static final String SIGN = "hls/sign";

    /** For how long where the request is signed by a header, which does not say. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final InstantSource clock;

    SegmentSigning(InstantSource clock) {
        this.clock = clock;
    }

    Optional<UriQuery> query(EdgeRequest request) {
        if (request.parameter(PARAMETER).filter(SIGN::equals).isEmpty()) {
            return Optional.empty();
        }
        return request.granted().signer().map(key -> {
            Instant expiry = PresignedUrls.expiry(
                            RequestTarget.parse(request.request().uri()))
                    .orElseGet(() -> clock.instant().plus(LIFETIME));
            return (bucket, object) -> PresignedUrls.query(key, bucket, object, expiry);
        });
    }
}
