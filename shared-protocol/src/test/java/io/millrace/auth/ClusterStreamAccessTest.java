package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.StreamAddressParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterStreamAccessTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final String QUERY =
            "?OSSAccessKeyId=AKIDEXAMPLE&Expires=1767324845&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D";
    private static final String SIGNED = "mychannel" + QUERY;

    private final TestingBuckets buckets = new TestingBuckets()
            .with("examplebucket")
            .with("live", BucketAcl.PUBLIC_READ_WRITE, true)
            .with("open", BucketAcl.PUBLIC_READ_WRITE, false)
            .with("watched", BucketAcl.PUBLIC_READ, false);

    @ParameterizedTest
    @CsvSource({
        "live, rtmp://127.0.0.1:1935/live",
        "live, rtmp://examplebucket.oss-cn-hangzhou.aliyuncs.com/live",
        "examplebucket/live, rtmp://127.0.0.1:1935/examplebucket/live",
        "examplebucket, rtmp://127.0.0.1:1935/examplebucket"
    })
    void aSignedAddressIsGrantedInEveryForm(String app, String tcUrl) throws Exception {
        AccessDecision decision = decide(StreamAction.PUBLISH, app, SIGNED, tcUrl, Vectors.REMOTE, Vectors.NOW);

        assertThat(decision).isInstanceOfSatisfying(AccessDecision.Granted.class, granted -> {
            assertThat(granted.channel()).isEqualTo(new ChannelId("examplebucket", "mychannel"));
            assertThat(granted.bucket().name()).isEqualTo("examplebucket");
            assertThat(granted.right()).isEqualTo(Right.until(Instant.ofEpochSecond(1767324845)));
        });
    }

    @Test
    void aSignatureExpires() throws Exception {
        Instant expiry = Instant.ofEpochSecond(1767324845);
        String url = "rtmp://localhost/live";

        assertThat(decide(StreamAction.PUBLISH, "live", SIGNED, url, Vectors.REMOTE, expiry))
                .isInstanceOf(AccessDecision.Granted.class);
        assertRefused(
                decide(StreamAction.PUBLISH, "live", SIGNED, url, Vectors.REMOTE, expiry.plusSeconds(1)),
                Reason.EXPIRED);
    }

    @ParameterizedTest
    @CsvSource({
        "mychannel?OSSAccessKeyId=AKIDEXAMPLE&Expires=1767324845&Signature=x",
        "other?OSSAccessKeyId=AKIDEXAMPLE&Expires=1767324845&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D",
        "mychannel?OSSAccessKeyId=AKIDEXAMPLE&Expires=1767324846&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D",
        "mychannel?OSSAccessKeyId=AKIDEXAMPLE&Expires=1767324845&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D&added=1",
        "mychannel?OSSAccessKeyId=STRANGER&Expires=1767324845&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D",
        "mychannel?OSSAccessKeyId=AKIDEXAMPLE&Expires=never&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D",
        "mychannel?OSSAccessKeyId=AKIDEXAMPLE",
        "mychannel?Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D",
        "mychannel?OSSAccessKeyId=AKIDEXAMPLE&Expires=1767324845&Expires=1767324845&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D"
    })
    void aWrongSignatureIsWorseThanNone(String streamName) throws Exception {
        assertRefused(
                decide(StreamAction.PUBLISH, "live", streamName, "rtmp://localhost/live", LOCAL, Vectors.NOW),
                Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLISH, live, true, true",
        "PUBLISH, live, false, false",
        "PLAY, live, true, true",
        "PLAY, live, false, false",
        "PUBLISH, open, false, true",
        "PLAY, watched, false, true",
        "PUBLISH, watched, true, false",
        "PLAY, examplebucket, true, false"
    })
    void withoutASignatureTheBucketsRuleDecides(StreamAction action, String bucket, boolean local, boolean granted)
            throws Exception {
        InetSocketAddress remote = local ? LOCAL : Vectors.REMOTE;
        AccessDecision decision = decide(action, bucket, "cam", "rtmp://localhost/" + bucket, remote, Vectors.NOW);

        if (granted) {
            assertThat(decision).isInstanceOf(AccessDecision.Granted.class);
        } else {
            assertRefused(decision, Reason.ACCESS_DENIED);
        }
    }

    @Test
    void aBucketNobodyKnowsIsRefused() throws Exception {
        assertRefused(
                decide(StreamAction.PUBLISH, "nowhere", "cam", "rtmp://localhost/nowhere", LOCAL, Vectors.NOW),
                Reason.NO_SUCH_BUCKET);
        assertRefused(
                decide(StreamAction.PUBLISH, "", "", "rtmp://localhost/", LOCAL, Vectors.NOW), Reason.BAD_ADDRESS);
    }

    @Test
    void whatCannotBeDecidedIsRefused() throws Exception {
        buckets.setUnreachable(true);

        assertRefused(
                decide(StreamAction.PLAY, "open", "cam", "rtmp://localhost/open", LOCAL, Vectors.NOW),
                Reason.UNAVAILABLE);
        assertRefused(
                decide(StreamAction.PUBLISH, "live", SIGNED, "rtmp://localhost/live", LOCAL, Vectors.NOW),
                Reason.UNAVAILABLE);
    }

    @Test
    void anAddressOfAnInterfaceIsLocal() throws Exception {
        LocalAddresses local = new LocalAddresses(InstantSource.system());

        assertThat(local.test(InetAddress.getByName("127.0.0.53"))).isTrue();
        assertThat(local.test(InetAddress.getByName("::1"))).isTrue();
        assertThat(local.test(InetAddress.getLocalHost())).isTrue();
        assertThat(local.test(InetAddress.getByName("192.0.2.7"))).isFalse();
    }

    private AccessDecision decide(
            StreamAction action, String app, String name, String tcUrl, InetSocketAddress remote, Instant now)
            throws Exception {
        InstantSource clock = InstantSource.fixed(now);
        BucketAccess access = new BucketAccess(TokenAuthority.NONE, InetAddress::isLoopbackAddress, 10, clock);
        return new ClusterStreamAccess(Vectors.KEYS, buckets, access, Vectors.settings(), clock)
                .decide(new AccessRequest(
                        action, StreamAddressParser.parse(app, name, tcUrl), remote, Optional.empty()))
                .toCompletableFuture()
                .get();
    }

    private static void assertRefused(AccessDecision decision, Reason reason) {
        assertThat(decision)
                .isInstanceOfSatisfying(AccessDecision.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }
}
