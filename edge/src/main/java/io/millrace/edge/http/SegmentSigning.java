package io.millrace.edge.http;

import io.millrace.auth.PresignedUrls;
import io.millrace.auth.RequestTarget;
import io.millrace.auth.TokenParameter;
import io.millrace.auth.UriEncoding;
import io.millrace.channel.BucketSettings;
import io.millrace.edge.hls.UriQuery;
import io.millrace.rtmp.address.VirtualHosts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Makes the queries of the segments' addresses in a live playlist. Where everybody may read segments, whatever lets the
 * viewer have the playlist stays out of them, so that they are the same for all viewers and a CDN can keep the segments.
 * What they do carry is
 *
 * <ul>
 *   <li>the virtual host, if the playlist's address names one;
 *   <li>a signature of each segment, if the playlist's own address is signed and asks for that by {@code
 *       x-oss-process=hls/sign}: so a player gets from a private bucket what the playlist names. It holds as long as the
 *       playlist's address, with the key that signed it;
 *   <li>else, in a bucket whose segments are not for everybody, the playlist's own token or sign.
 * </ul>
 */
final class SegmentSigning {
    private static final String PARAMETER = "x-oss-process";
    private static final String SIGN = "hls/sign";

    /** For how long where the request is signed by a header, which does not say. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Parameters that hold for a whole channel, so for its segments, too. */
    static final List<String> CREDENTIALS = List.of("sign", TokenParameter.NAME);

    private final InstantSource clock;

    SegmentSigning(InstantSource clock) {
        this.clock = clock;
    }

    /** Empty if the addresses have none. */
    Optional<UriQuery> query(EdgeRequest request) {
        Optional<UriQuery> vhost =
                request.place().vhost().map(host -> fixed(VirtualHosts.PARAMETER + '=' + UriEncoding.encode(host)));
        Optional<UriQuery> credential = signature(request).or(() -> ownCredential(request));
        if (vhost.isEmpty() || credential.isEmpty()) {
            return vhost.or(() -> credential);
        }
        return Optional.of((bucket, object) ->
                vhost.get().of(bucket, object) + '&' + credential.get().of(bucket, object));
    }

    private static UriQuery fixed(String query) {
        return (bucket, object) -> query;
    }

    private Optional<UriQuery> signature(EdgeRequest request) {
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

    private static Optional<UriQuery> ownCredential(EdgeRequest request) {
        BucketSettings bucket = request.granted().bucket().settings();
        boolean open = bucket.acl().allowsAnonymousPlay() && !bucket.anonymousLocalOnly();
        if (open || request.granted().signer().isPresent()) {
            return Optional.empty();
        }
        return CREDENTIALS.stream()
                .flatMap(name -> request.parameter(name).map(value -> name + '=' + UriEncoding.encode(value)).stream())
                .findFirst()
                .map(SegmentSigning::fixed);
    }
}
