package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAuthenticatorTest {
    private static final String DATE = "Fri, 02 Jan 2026 03:04:05 GMT";
    private static final String GET_CHANNEL = "OSS AKIDEXAMPLE:ftjjiMtTrqx9WTYiwlkHV12qwZw=";
    private static final String VIRTUAL_HOST = "examplebucket.oss-cn-hangzhou.aliyuncs.com";
    private static final String V1_EXPIRY = "OSSAccessKeyId=AKIDEXAMPLE&Expires=1767326645";
    private static final String V1_PRESIGNED =
            "/mychannel/playlist.m3u8?" + V1_EXPIRY + "&Signature=sCTtcrAu5go0l4znZsVfu6ekXtM%3D";

    private final TestingBuckets buckets = new TestingBuckets().with("another").with("examplebucket");

    /** Every form of endpoint that the SDK has: the signature is the same in all. */
    @ParameterizedTest
    @CsvSource({
        "/mychannel?live=, examplebucket.oss-cn-hangzhou.aliyuncs.com",
        "/examplebucket/mychannel?live=, examplebucket.oss-cn-hangzhou.aliyuncs.com",
        "/mychannel?live=, examplebucket.localhost:18080",
        "/mychannel?live=, localhost:18080",
        "/examplebucket/mychannel?live=, localhost:18080",
        "/mychannel?live=, 127.0.0.1:18080",
        "/examplebucket/mychannel?live=, '[::1]:18080'",
        "/mychannel?live=, media.example.com",
        "/examplebucket/mychannel?live=, media.example.com",
        "http://examplebucket.example.com/mychannel?live=, examplebucket.example.com"
    })
    void theBucketIsFoundInEveryFormOfEndpoint(String target, String host) throws Exception {
        assertThat(authenticate(getChannel(target, host, DATE)))
                .isInstanceOfSatisfying(Authentication.Signed.class, signed -> assertThat(signed.address())
                        .isEqualTo(new ObjectAddress("examplebucket", "mychannel")));
    }

    @Test
    void aBucketThatDoesNotExistYetIsSignedFor() throws Exception {
        HttpObjectRequest request = getChannel("/mychannel?live=", VIRTUAL_HOST, DATE);

        assertThat(Vectors.authenticator(new TestingBuckets(), Vectors.NOW)
                        .authenticate(request)
                        .toCompletableFuture()
                        .get())
                .isInstanceOf(Authentication.Signed.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-900, 900})
    void aClockMayBeOffByAQuarterOfAnHour(long seconds) throws Exception {
        assertThat(authenticate(getChannel("/mychannel?live=", VIRTUAL_HOST, DATE), Vectors.NOW.plusSeconds(seconds)))
                .isInstanceOf(Authentication.Signed.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-901, 901, -86400 * 365, 86400 * 365})
    void aClockThatIsOffByMoreIsToldSo(long seconds) throws Exception {
        HttpObjectRequest request = getChannel("/mychannel?live=", VIRTUAL_HOST, DATE);

        assertFailure(authenticate(request, Vectors.NOW.plusSeconds(seconds)), 403, "RequestTimeTooSkewed");
    }

    @Test
    void aReplayedPresignedAddressExpires() throws Exception {
        HttpObjectRequest request = Vectors.request("GET", V1_PRESIGNED, "host", VIRTUAL_HOST);
        Instant expiry = Instant.ofEpochSecond(1767326645);

        assertThat(authenticate(request, expiry)).isInstanceOf(Authentication.Signed.class);
        AuthenticationFailure failure =
                assertFailure(authenticate(request, expiry.plusSeconds(1)), 403, "AccessDenied");
        assertThat(failure.message()).isEqualTo("Request has expired.");
        assertThat(failure.reason()).isEqualTo(AccessDecision.Reason.EXPIRED);
    }

    @Test
    void aV4AddressHoldsFromAQuarterOfAnHourBeforeItWasSigned() throws Exception {
        HttpObjectRequest request = Vectors.vectors("presigned")
                .filter(vector -> vector.name().startsWith("V4"))
                .findFirst()
                .orElseThrow()
                .request();

        assertThat(authenticate(request, Vectors.NOW.minus(Duration.ofMinutes(15))))
                .isInstanceOf(Authentication.Signed.class);
        assertFailure(authenticate(request, Vectors.NOW.minusSeconds(901)), 403, "AccessDenied");
        assertThat(authenticate(request, Vectors.NOW.plusSeconds(3600))).isInstanceOf(Authentication.Signed.class);
        assertFailure(authenticate(request, Vectors.NOW.plusSeconds(3601)), 403, "AccessDenied");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense                                                     | 400 | InvalidArgument",
                "OSS                                                          | 400 | InvalidArgument",
                "OSS AKIDEXAMPLE                                              | 400 | InvalidArgument",
                "OSS AKIDEXAMPLE:                                             | 400 | InvalidArgument",
                "OSS :abc                                                     | 400 | InvalidArgument",
                "Bearer abc                                                   | 400 | InvalidArgument",
                "OSS4-HMAC-SHA256                                             | 400 | InvalidArgument",
                "OSS4-HMAC-SHA256 Credential=a/b/c,Signature=0                | 400 | InvalidArgument",
                "OSS4-HMAC-SHA256 Credential=/oss/aliyun_v4_request,Signature=0 | 400 | InvalidArgument",
                "OSS4-HMAC-SHA256 Signature=0                                 | 400 | InvalidArgument",
                "OSS UNKNOWN:ftjjiMtTrqx9WTYiwlkHV12qwZw=                     | 403 | InvalidAccessKeyId",
                "OSS AKIDEXAMPLE:ftjjiMtTrqx9WTYiwlkHV12qwZW=                 | 403 | SignatureDoesNotMatch",
                "OSS AKIDEXAMPLE:x                                            | 403 | SignatureDoesNotMatch"
            })
    void aBadAuthorizationHeaderIsToldSo(String header, int status, String code) throws Exception {
        assertFailure(
                authenticate(Vectors.request(
                        "GET", "/mychannel?live=", "host", VIRTUAL_HOST, "x-oss-date", DATE, "authorization", header)),
                status,
                code);
    }

    @Test
    void aMismatchSaysWhatWasExpectedToBeSigned() throws Exception {
        Map<String, String> headers =
                new HashMap<>(getChannel("/mychannel?live=", VIRTUAL_HOST, DATE).headers());
        headers.put("x-oss-added", "later");
        AuthenticationFailure failure = assertFailure(
                authenticate(new HttpObjectRequest("GET", "/mychannel?live=", headers, Vectors.REMOTE)),
                403,
                "SignatureDoesNotMatch");

        assertThat(failure.details())
                .containsKeys("OSSAccessKeyId", "SignatureProvided", "StringToSign", "StringToSignBytes");
        assertThat(failure.details().get("StringToSign")).contains("\nx-oss-added:later\nx-oss-date:");
        assertThat(failure.toString()).doesNotContain("SECRETEXAMPLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "20260102T030405Z"})
    void aDateIsNeeded(String date) throws Exception {
        AuthenticationFailure failure =
                assertFailure(authenticate(getChannel("/mychannel?live=", VIRTUAL_HOST, date)), 403, "AccessDenied");
        assertThat(failure.message()).isEqualTo("OSS authentication requires a valid Date.");
    }

    @Test
    void theDateHeaderDoesForAClientThatSendsNoOther() throws Exception {
        HttpObjectRequest request = Vectors.request(
                "GET", "/mychannel?live=", "host", VIRTUAL_HOST, "date", DATE, "authorization", "OSS AKIDEXAMPLE:x");

        AuthenticationFailure failure = assertFailure(authenticate(request), 403, "SignatureDoesNotMatch");
        assertThat(failure.details().get("StringToSign"))
                .isEqualTo("GET\n\n\n" + DATE + "\n/examplebucket/mychannel?live");
    }

    @Test
    void onlyOneSignatureMayBeThere() throws Exception {
        HttpObjectRequest request = Vectors.request(
                "GET", V1_PRESIGNED, "host", VIRTUAL_HOST, "x-oss-date", DATE, "authorization", GET_CHANNEL);

        assertFailure(authenticate(request), 400, "InvalidArgument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a?OSSAccessKeyId=AKIDEXAMPLE",
                "/a?Signature=x",
                "/a?OSSAccessKeyId=AKIDEXAMPLE&Signature=x",
                "/a?OSSAccessKeyId=AKIDEXAMPLE&Signature=x&Expires=tomorrow",
                "/a?OSSAccessKeyId=AKIDEXAMPLE&Signature=x&Expires=-1",
                "/a?OSSAccessKeyId=AKIDEXAMPLE&Signature=x&Expires=99999999999999999999"
            })
    void anIncompleteV1AddressIsRefused(String target) throws Exception {
        assertFailure(authenticate(Vectors.request("GET", target, "host", VIRTUAL_HOST)), 403, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "604801", "x", "-1"})
    void aV4AddressLivesForAWeekAtMost(String expires) throws Exception {
        HttpObjectRequest request = Vectors.request(
                "GET",
                "/a?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-signature=0&x-oss-date=20260102T030405Z"
                        + "&x-oss-credential=AKIDEXAMPLE%2F20260102%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-expires="
                        + expires,
                "host",
                VIRTUAL_HOST);

        AuthenticationFailure failure = assertFailure(authenticate(request), 400, "InvalidArgument");
        assertThat(failure.ec()).isEqualTo("0002-00000232");
    }

    @Test
    void withoutASignatureTheFirstExistingBucketIsMeant() throws Exception {
        assertThat(authenticate(Vectors.request("GET", "/live/cam.flv", "host", "live.example.com")))
                .isInstanceOfSatisfying(Authentication.Anonymous.class, anonymous -> assertThat(anonymous.candidates())
                        .startsWith(new ObjectAddress("live", "cam.flv")));
        assertThat(Vectors.authenticator(buckets, Vectors.NOW, "edge.example.com")
                        .authenticate(Vectors.request("GET", "/live/cam.flv", "host", "edge.example.com"))
                        .toCompletableFuture()
                        .get())
                .isInstanceOfSatisfying(Authentication.Anonymous.class, anonymous -> assertThat(anonymous.candidates())
                        .containsExactly(new ObjectAddress("live", "cam.flv")));
    }

    @Test
    void dotsAndSlashesOfAKeyStayAsTheyAre() {
        assertThat(RequestTarget.parse("/a//b/../c%2F%2e;x=%E9%A2%91+1?live=&a=b%26c")
                        .path())
                .isEqualTo("a//b/../c/.;x=频+1");
    }

    private static HttpObjectRequest getChannel(String target, String host, String date) {
        return Vectors.request("GET", target, "host", host, "x-oss-date", date, "authorization", GET_CHANNEL);
    }

    private static AuthenticationFailure assertFailure(Authentication authentication, int status, String code) {
        assertThat(authentication).isInstanceOf(Authentication.Failed.class);
        AuthenticationFailure failure = ((Authentication.Failed) authentication).failure();
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(status);
        return failure;
    }

    private Authentication authenticate(HttpObjectRequest request) throws Exception {
        return authenticate(request, Vectors.NOW);
    }

    private Authentication authenticate(HttpObjectRequest request, Instant now) throws Exception {
        return Vectors.authenticator(buckets, now)
                .authenticate(request)
                .toCompletableFuture()
                .get();
    }
}
