package io.millrace.auth;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signs addresses of objects, such as those of segments in a playlist that was itself asked for by a signed address. */
public final class PresignedUrls {
    private static final InetSocketAddress NOBODY = InetSocketAddress.createUnresolved("", 0);

    private PresignedUrls() {}

    /** The query, without question mark, with which anyone may GET the object until {@code expiry} (OSS V1). */
    public static String query(AccessKey key, String bucket, String objectKey, Instant expiry) {
        String expires = Long.toString(expiry.getEpochSecond());
        V1Signature unsigned = new V1Signature(
                key.id(),
                "",
                expires,
                true,
                Validity.between(Instant.MIN, expiry),
                new HttpObjectRequest("GET", "/", Map.of(), NOBODY),
                List.of());
        String signature = V1Signature.sign(key, unsigned.stringToSign(new ObjectAddress(bucket, objectKey)));
        return "OSSAccessKeyId=" + UriEncoding.encode(key.id()) + "&Expires=" + expires + "&Signature="
                + UriEncoding.encode(signature);
    }

    /** Until when a presigned address holds; empty if it is not presigned. */
    public static Optional<Instant> expiry(RequestTarget target) {
        Optional<Instant> v1 = target.parameter("Expires").flatMap(UnixTime::parse);
        Optional<Instant> v4 = target.parameter("x-oss-date")
                .flatMap(SignatureReader::basicTime)
                .flatMap(from -> target.parameter("x-oss-expires")
                        .flatMap(UnixTime::parse)
                        .map(lifetime -> from.plusSeconds(lifetime.getEpochSecond())));
        return v4.or(() -> v1);
    }
}
