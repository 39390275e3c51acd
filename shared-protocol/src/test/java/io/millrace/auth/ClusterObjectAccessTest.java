package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.channel.BucketAcl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterObjectAccessTest {
    private final TestingBuckets buckets = new TestingBuckets()
            .with("examplebucket")
            .with("live", BucketAcl.PUBLIC_READ_WRITE, true)
            .with("watched", BucketAcl.PUBLIC_READ, false);

    @ParameterizedTest
    @MethodSource("io.millrace.auth.SignatureVectorsTest#presigned")
    void aPresignedAddressIsGranted(Vectors.Vector vector) throws Exception {
        assertThat(decide(vector.request())).isInstanceOfSatisfying(ObjectDecision.Granted.class, granted -> {
            assertThat(granted.bucket().name()).isEqualTo("examplebucket");
            assertThat(granted.key()).startsWith("mychannel/");
            assertThat(granted.signer()).contains(Vectors.KEY);
            assertThat(granted.right().expiry()).isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/watched/cam.flv, localhost:8080, 192.0.2.7, cam.flv",
        "/watched/cam.flv, edge.example.com, 192.0.2.7, cam.flv",
        "/cam.flv, watched.example.com, 192.0.2.7, cam.flv",
        "/watched/cam/1.ts, 10.0.0.1, 192.0.2.7, cam/1.ts",
        "/live/cam.m3u8?x=1, 127.0.0.1:8080, 127.0.0.1, cam.m3u8",
        "/live/a%20b%2B+.flv, localhost, 127.0.0.1, a b++.flv"
    })
    void aPublicBucketIsReadWithoutASignature(String target, String host, String remote, String key) throws Exception {
        assertThat(decide(request(target, host, remote)))
                .isInstanceOfSatisfying(ObjectDecision.Granted.class, granted -> {
                    assertThat(granted.key()).isEqualTo(key);
                    assertThat(granted.signer()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "/live/cam.flv, localhost, 192.0.2.7, ACCESS_DENIED",
        "/examplebucket/cam.flv, localhost, 127.0.0.1, ACCESS_DENIED",
        "/nowhere/cam.flv, localhost, 127.0.0.1, NO_SUCH_BUCKET",
        "/, localhost, 127.0.0.1, BAD_ADDRESS",
        "/live/cam.flv?Signature=x, localhost, 127.0.0.1, BAD_SIGNATURE"
    })
    void anythingElseIsRefused(String target, String host, String remote, Reason reason) throws Exception {
        assertRefused(decide(request(target, host, remote)), reason);
    }

    @Test
    void whatCannotBeDecidedIsRefused() throws Exception {
        buckets.setUnreachable(true);

        assertRefused(decide(request("/live/cam.flv", "localhost", "127.0.0.1")), Reason.UNAVAILABLE);
    }

    @Test
    void anAddressThatWeSignIsGranted() throws Exception {
        Instant expiry = Vectors.NOW.plusSeconds(60);
        String query = PresignedUrls.query(Vectors.KEY, "examplebucket", "live 频道/1.ts", expiry);
        String target = "/examplebucket/" + UriEncoding.encodePath("live 频道/1.ts") + "?" + query;

        assertThat(decide(request(target, "localhost", "192.0.2.7"))).isInstanceOf(ObjectDecision.Granted.class);
        assertThat(PresignedUrls.expiry(RequestTarget.parse(target))).contains(expiry);
    }

    private static HttpObjectRequest request(String target, String host, String remote) {
        return new HttpObjectRequest("GET", target, Map.of("host", host), new InetSocketAddress(remote, 4711));
    }

    private ObjectDecision decide(HttpObjectRequest request) throws Exception {
        RequestAuthenticator authenticator =
                new RequestAuthenticator(Vectors.KEYS, buckets, Vectors.settings(), InstantSource.fixed(Vectors.NOW));
        BucketAccess access = new BucketAccess(
                TokenAuthority.NONE, InetAddress::isLoopbackAddress, 10, InstantSource.fixed(Vectors.NOW));
        return new ClusterObjectAccess(authenticator, buckets, access)
                .decide(request)
                .toCompletableFuture()
                .get();
    }

    private static void assertRefused(ObjectDecision decision, Reason reason) {
        assertThat(decision)
                .isInstanceOfSatisfying(ObjectDecision.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }
}
