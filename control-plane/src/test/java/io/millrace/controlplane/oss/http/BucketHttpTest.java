package io.millrace.controlplane.oss.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.AccessKey;
import io.millrace.auth.ClusterBuckets;
import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.RefererRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Buckets: what they are set to, and who is let in to them. */
class BucketHttpTest extends OssHttpFixture {
    @Test
    void aForgottenNameDeletesNothing() throws Exception {
        String bucket = newBucket("forgotten", "private");

        assertError(client.signed("DELETE", bucket, "live=", ""), 400, "InvalidArgument", "0017-00000257");
        assertError(
                client.signed("PUT", bucket, "live=", configuration(TARGET)), 400, "InvalidArgument", "0017-00000257");
        assertThat(client.signed("GET", bucket, "bucketInfo=", "").statusCode()).isEqualTo(200);
        assertError(client.signed("DELETE", bucket, "cors=", ""), 501, "NotImplemented", "");
        assertThat(client.signed("GET", bucket, "bucketInfo=", "").statusCode()).isEqualTo(200);
    }

    @Test
    void aBucketChoosesWhetherASecondPublisherTakesOver() throws Exception {
        String bucket = newBucket("contested", "private");
        assertThat(settings("contested").takeOver()).isTrue();
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-publish-conflict", "reject")
                        .statusCode())
                .isEqualTo(200);
        assertThat(settings("contested").takeOver()).isFalse();
        assertThat(settings("contested").acl()).isEqualTo(BucketAcl.PRIVATE);
        assertError(
                client.signed("PUT", bucket, "", "", "x-oss-publish-conflict", "fight"), 400, "InvalidArgument", "");
    }

    @Test
    void aBucketChoosesWhetherItHasHls() throws Exception {
        String bucket = newBucket("pictures-only", "private");
        BucketSettings born = settings("pictures-only");
        assertThat(born.liveOnly()).isFalse();
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-live-hls", "off").statusCode())
                .isEqualTo(200);
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-publish-conflict", "reject")
                        .statusCode())
                .isEqualTo(200);
        assertThat(settings("pictures-only"))
                .isEqualTo(BucketSettings.of(BucketAcl.PRIVATE, false, false, false, true, born.maxChannels()));
        assertThat(client.signed("PUT", bucket, "", "", "x-oss-live-hls", "on").statusCode())
                .isEqualTo(200);
        assertThat(settings("pictures-only").liveOnly()).isFalse();
        assertError(client.signed("PUT", bucket, "", "", "x-oss-live-hls", "maybe"), 400, "InvalidArgument", "");
        assertThat(client.signed("PUT", "/born-so/", "", "", "x-oss-live-hls", "off")
                        .statusCode())
                .isEqualTo(200);
        assertThat(settings("born-so").liveOnly()).isTrue();
    }

    private BucketSettings settings(String bucket) throws Exception {
        return new ClusterBuckets(server.node().channels(), Duration.ofSeconds(5))
                .find(bucket)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .orElseThrow()
                .settings();
    }

    @Test
    void bucketsHaveAnAccessRule() throws Exception {
        String bucket = newBucket("ruled", "private");
        client.signed("PUT", bucket + "k", "", "x");

        assertThat(client.signed("GET", bucket, "acl=", "").body()).contains("<Grant>private</Grant>");
        assertThat(client.anonymous("GET", "/ruled/k").statusCode()).isEqualTo(403);
        assertThat(client.signed("PUT", bucket, "acl=", "", "x-oss-acl", "public-read")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.anonymous("GET", "/ruled/k").body()).isEqualTo("x");
        assertError(client.anonymous("GET", "/ruled/"), 403, "AccessDenied", "");
        assertError(client.anonymous("GET", "/ruled/k?live="), 403, "AccessDenied", "");
        assertError(client.anonymous("PUT", "/ruled/k"), 403, "AccessDenied", "");
        assertError(client.anonymous("DELETE", "/ruled/k"), 403, "AccessDenied", "");
        assertError(client.signed("PUT", bucket, "acl=", "", "x-oss-acl", "all"), 400, "InvalidArgument", "");
        assertError(client.signed("PUT", "/Bad_Bucket!/", "", ""), 403, "SignatureDoesNotMatch", "");
        assertThat(client.signed("GET", "/", "prefix=rule", "").body())
                .contains("<Owner><ID>", "<Buckets><Bucket>", "<Name>ruled</Name>")
                .doesNotContain("<Name>live</Name>");
    }

    @Test
    void strangersAreRefused() throws Exception {
        OssClient stranger = new OssClient(server.port(), new AccessKey("STRANGER", "x"));
        OssClient forger = new OssClient(server.port(), new AccessKey("AKIDEXAMPLE", "guess"));

        assertError(stranger.signed("GET", "/live/", "live=", ""), 403, "InvalidAccessKeyId", "");
        assertError(forger.signed("GET", "/live/", "live=", ""), 403, "SignatureDoesNotMatch", "");
        assertError(
                client.signed("GET", "/live/", "live=", "", "x-oss-date", "Fri, 02 Jan 2015 03:04:05 GMT"),
                403,
                "RequestTimeTooSkewed",
                "0002-00000504");
        assertError(client.anonymous("GET", "/live/?live="), 403, "AccessDenied", "");
        assertError(client.anonymous("GET", "/nowhere/x"), 404, "NoSuchBucket", "");
        assertThat(forger.signed("GET", "/live/", "live=", "").body()).doesNotContain("SECRETEXAMPLE");
    }

    @Test
    void aPresignedAddressHoldsOnlyInTheNetworksThatMayPlay() throws Exception {
        String bucket = newBucket("fenced", "private");
        client.signed("PUT", bucket + "k", "", "x");
        String target = PresignedTarget.get("fenced", "k", System.currentTimeMillis() / 1000 + 60);
        assertThat(client.anonymous("GET", target).body()).isEqualTo("x");

        fence("fenced", new AddressRules(List.of(), List.of("127.0.0.0/8")));
        assertError(client.anonymous("GET", target), 403, "AccessDenied", "");
        assertThat(client.anonymous("HEAD", PresignedTarget.head("fenced", "k", System.currentTimeMillis() / 1000 + 60))
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.signed("GET", bucket + "k", "", "").body())
                .as("signed in its header")
                .isEqualTo("x");
        fence("fenced", new AddressRules(List.of("192.0.2.0/24"), List.of()));
        assertError(client.anonymous("GET", target), 403, "AccessDenied", "");
        fence("fenced", new AddressRules(List.of("127.0.0.1"), List.of()));
        assertThat(client.anonymous("GET", target).body()).isEqualTo("x");
    }

    private void fence(String bucket, AddressRules playFrom) throws Exception {
        BucketSecurity security = new BucketSecurity(
                Optional.empty(), false, false, AddressRules.ANY, playFrom, RefererRules.ANY, false, 0);
        BucketSettings fenced = settings(bucket).withSecurity(security);
        server.node()
                .<BucketReply.BucketDone>askBucket(bucket, replyTo -> new BucketCommand.PutSettings(fenced, replyTo));
    }
}
