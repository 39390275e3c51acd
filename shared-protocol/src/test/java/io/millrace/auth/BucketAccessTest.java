package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.ChannelId;
import io.millrace.channel.RefererRules;
import io.millrace.channel.Secret;
import io.millrace.rtmp.address.StreamAddressParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** All that decides besides OSS signatures, over RTMP and over HTTP. */
class BucketAccessTest {
    private static final String SECRET = "nodemedia2017privatekey";
    private static final long EXPIRES = Vectors.NOW.getEpochSecond() + 60;
    private static final InetSocketAddress OFFICE = new InetSocketAddress("10.1.2.3", 4711);
    private static final String OSS =
            "OSSAccessKeyId=AKIDEXAMPLE&Expires=1767324845&Signature=NJvQ61h62bBnr6gfJk%2BSRFnU2cE%3D";

    private final TestingTokens tokens = new TestingTokens();
    private final TestingBuckets buckets = new TestingBuckets()
            .with("live", BucketAcl.PRIVATE, signed(false))
            .with("shut", BucketAcl.PUBLIC_READ_WRITE, signed(true))
            .with("open", BucketAcl.PUBLIC_READ_WRITE, BucketSecurity.NONE)
            .with("office", BucketAcl.PUBLIC_READ_WRITE, ruled(new AddressRules(List.of("10.0.0.0/8"), List.of())))
            .with("site", BucketAcl.PUBLIC_READ_WRITE, sites())
            .with("examplebucket", BucketAcl.PRIVATE, ruled(new AddressRules(List.of("10.0.0.0/8"), List.of())));

    @ParameterizedTest
    @EnumSource(StreamAction.class)
    void aSignLetsInOverRtmp(StreamAction action) throws Exception {
        String sign = TestingSigns.sign("/live/cam", EXPIRES, SECRET);

        assertGranted(rtmp(action, "live", "cam?sign=" + sign));
        assertRefused(rtmp(action, "live", "cam2?sign=" + sign), Reason.BAD_SIGNATURE);
        assertRefused(rtmp(action, "live", "cam?sign=" + sign + "&sign=" + sign), Reason.BAD_SIGNATURE);
        assertRefused(rtmp(action, "live", "cam?sign=1"), Reason.BAD_SIGNATURE);
        assertRefused(rtmp(action, "live", "cam?sign="), Reason.BAD_SIGNATURE);
        assertRefused(rtmp(action, "live", "cam"), Reason.ACCESS_DENIED);
        assertGranted(rtmp(action, "live", "cam?x=1&sign=" + sign));
    }

    @Test
    void aSignIsForTheAddressInEachOfItsForms() throws Exception {
        String own = TestingSigns.sign("/live/cam", EXPIRES, SECRET);
        String named = TestingSigns.sign("/live/live/cam", EXPIRES, SECRET);

        assertGranted(rtmp(StreamAction.PUBLISH, "live/live", "cam?sign=" + own));
        assertGranted(rtmp(StreamAction.PUBLISH, "live/live", "cam?sign=" + named));
        assertRefused(rtmp(StreamAction.PUBLISH, "live", "cam?sign=" + named), Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({
        "/live/cam.flv, cam.flv",
        "/live/cam.ts, cam.ts",
        "/live/cam.m3u8, cam.m3u8",
        "/live/cam/playlist.m3u8, cam/playlist.m3u8",
        "/live/cam/1.ts, cam/1.ts"
    })
    void aSignAndATokenLetInOverHttp(String path, String key) throws Exception {
        String sign = TestingSigns.sign("/live/cam", EXPIRES, SECRET);
        String token = token("live");

        for (ObjectDecision decision : List.of(
                http(path + "?sign=" + sign),
                http(path + "?token=" + token),
                http(path, "authorization", "Bearer " + token))) {
            assertThat(decision).isInstanceOfSatisfying(ObjectDecision.Granted.class, granted -> {
                assertThat(granted.key()).isEqualTo(key);
                assertThat(granted.right().expiry()).contains(Vectors.NOW.plusSeconds(60));
            });
        }
        assertRefused(http(path), Reason.ACCESS_DENIED);
        assertRefused(http(path.replace("cam", "cam2") + "?sign=" + sign), Reason.BAD_SIGNATURE);
        assertRefused(http(path.replace("cam", "cam2") + "?token=" + token), Reason.ACCESS_DENIED);
        assertRefused(http(path + "?token=" + token + "&token=" + token), Reason.BAD_TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "/app/cam.flv, /live/cam.flv",
        "/far/app/cam.ts, /live/cam.ts",
        "/app/cam.m3u8, /live/cam.m3u8",
        "/app/cam/playlist.m3u8, /live/cam/playlist.m3u8",
        "/app/cam/17.ts, /live/cam/17.ts",
    })
    void aSignIsForThePathThatTheClientHasNamedOrForTheChannels(String named, String target) throws Exception {
        String path = named.substring(0, named.indexOf("/cam") + "/cam".length());
        String sign = TestingSigns.sign(path, EXPIRES, SECRET);
        String other = TestingSigns.sign("/other/cam", EXPIRES, SECRET);

        assertThat(mounted(named, target, sign)).isInstanceOf(ObjectDecision.Granted.class);
        assertThat(mounted(named, target, TestingSigns.sign("/live/cam", EXPIRES, SECRET)))
                .isInstanceOf(ObjectDecision.Granted.class);
        assertRefused(mounted(named, target, other), Reason.BAD_SIGNATURE);
        assertRefused(http(target + "?sign=" + sign), Reason.BAD_SIGNATURE);
    }

    @Test
    void aSignOverThePathOfAMountIsForNoOtherChannel() throws Exception {
        String sign = TestingSigns.sign("/live/live-cam", EXPIRES, SECRET);

        assertThat(http("/live/live-cam.flv?sign=" + sign)).isInstanceOf(ObjectDecision.Granted.class);
        assertRefused(mounted("/live/live-cam.flv", "/live/cam.flv", sign), Reason.BAD_SIGNATURE);
        assertRefused(
                mounted("/app/cam.flv", "/live/cam.flv", TestingSigns.sign("/app/cam.flv", EXPIRES, SECRET)),
                Reason.BAD_SIGNATURE);
        assertRefused(
                mounted("/cam/x.ts", "/live/cam/x.ts", TestingSigns.sign("/cam/x", EXPIRES, SECRET)),
                Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @EnumSource(StreamAction.class)
    void aTokenLetsInOverRtmp(StreamAction action) throws Exception {
        assertThat(rtmp(action, "live", "cam?token=" + token("live")))
                .isInstanceOfSatisfying(AccessDecision.Granted.class, granted -> {
                    assertThat(granted.channel()).isEqualTo(new ChannelId("live", "cam"));
                    assertThat(granted.right().tokenId()).contains("t1");
                    assertThat(granted.right().userId()).contains("ann");
                });
        assertRefused(rtmp(action, "live", "cam?token=eyJx"), Reason.BAD_TOKEN);
        assertRefused(rtmp(action, "live", "cam?token=x"), Reason.ACCESS_DENIED);
        assertRefused(rtmp(action, "live", "cam?token="), Reason.ACCESS_DENIED);
    }

    @Test
    void theFirstCredentialInTheOrderDecides() throws Exception {
        String sign = TestingSigns.sign("/live/cam", EXPIRES, SECRET);
        String wrongSign = TestingSigns.sign("/live/cam", EXPIRES, "some other secret");

        assertRefused(
                rtmp(StreamAction.PLAY, "live", "cam?sign=" + wrongSign + "&token=" + token("live")),
                Reason.BAD_SIGNATURE);
        assertGranted(rtmp(StreamAction.PLAY, "live", "cam?sign=" + sign + "&token=x"));
        assertRefused(
                rtmp(StreamAction.PLAY, "live", "cam?OSSAccessKeyId=x&Signature=x&Expires=1&sign=" + sign),
                Reason.BAD_SIGNATURE);
        assertRefused(http("/live/cam.flv?sign=x", "authorization", "Bearer " + token("live")), Reason.BAD_SIGNATURE);
        assertRefused(
                http("/live/cam.flv?Signature=x", "authorization", "Bearer " + token("live")), Reason.BAD_SIGNATURE);
    }

    @Test
    void aSignMeansNothingToABucketWithoutASecret() throws Exception {
        assertGranted(rtmp(StreamAction.PLAY, "open", "cam?sign=1"));
        assertGranted(rtmp(StreamAction.PLAY, "open", "cam?sign=1&token=" + token("open")));
        assertGranted(rtmp(StreamAction.PLAY, "open", "cam?sign=1&token=1"));
        assertRefused(rtmp(StreamAction.PLAY, "open", "cam?sign=1&token=eyJ1"), Reason.BAD_TOKEN);
    }

    @Test
    void aBucketThatNeedsARightIsOpenToNobodyWithout() throws Exception {
        String sign = TestingSigns.sign("/shut/cam", EXPIRES, SECRET);

        assertRefused(rtmp(StreamAction.PUBLISH, "shut", "cam"), Reason.ACCESS_DENIED);
        assertRefused(rtmp(StreamAction.PLAY, "shut", "cam"), Reason.ACCESS_DENIED);
        assertRefused(http("/shut/cam.flv"), Reason.ACCESS_DENIED);
        assertRefused(http("/shut/cam/playlist.m3u8"), Reason.ACCESS_DENIED);
        assertRefused(http("/shut/cam/picture.jpg"), Reason.ACCESS_DENIED);
        assertGranted(rtmp(StreamAction.PLAY, "shut", "cam?sign=" + sign));
        assertThat(http("/shut/cam/playlist.m3u8?sign=" + sign)).isInstanceOf(ObjectDecision.Granted.class);
    }

    @Test
    void segmentsOfAPlaylistNeedTheRightOnlyWhereNobodyMayReadWithout() throws Exception {
        String segment = "/cam/" + "1".repeat(21) + ".ts";

        assertThat(http("/shut" + segment)).isInstanceOf(ObjectDecision.Granted.class);
        assertRefused(http("/live" + segment), Reason.ACCESS_DENIED);
        assertThat(http("/live" + segment + "?token=" + token("live"))).isInstanceOf(ObjectDecision.Granted.class);
    }

    @Test
    void networksHoldForEveryKindOfCredential() throws Exception {
        assertGranted(rtmp(StreamAction.PUBLISH, "office", "cam", OFFICE, Optional.empty()));
        assertRefused(rtmp(StreamAction.PUBLISH, "office", "cam"), Reason.ACCESS_DENIED);
        assertRefused(rtmp(StreamAction.PLAY, "office", "cam?token=" + token("office")), Reason.ACCESS_DENIED);
        assertRefused(http("/office/cam.flv?token=" + token("office")), Reason.ACCESS_DENIED);
        assertGranted(rtmp(StreamAction.PUBLISH, "examplebucket", "mychannel?" + OSS, OFFICE, Optional.empty()));
        assertRefused(rtmp(StreamAction.PUBLISH, "examplebucket", "mychannel?" + OSS), Reason.ACCESS_DENIED);
        String presigned =
                PresignedUrls.query(Vectors.KEY, "examplebucket", "mychannel.flv", Vectors.NOW.plusSeconds(60));
        assertRefused(http("/examplebucket/mychannel.flv?" + presigned), Reason.ACCESS_DENIED);
    }

    @Test
    void readersAreRefusedByTheirNetworkWhoeverHasSigned() throws Exception {
        BucketAccess access = access(InstantSource.fixed(Vectors.NOW));
        Bucket office = buckets.find("office").toCompletableFuture().get().orElseThrow();
        HttpObjectRequest near = new HttpObjectRequest("GET", "/office/cam/1.ts", Map.of(), OFFICE);
        HttpObjectRequest far = new HttpObjectRequest("GET", "/office/cam/1.ts", Map.of(), Vectors.REMOTE);

        assertThat(access.refusesReader(office, near)).isFalse();
        assertThat(access.refusesReader(office, far)).isTrue();
        assertThat(access.allowsRead(office, "cam/1.ts", near)).isTrue();
        assertThat(access.allowsRead(office, "cam/1.ts", far)).isFalse();
    }

    @Test
    void playersOnOtherWebSitesAreRefused() throws Exception {
        assertThat(http("/site/cam.flv", "referer", "https://www.example.com/watch"))
                .isInstanceOf(ObjectDecision.Granted.class);
        assertThat(http("/site/cam.flv", "origin", "https://www.example.com"))
                .isInstanceOf(ObjectDecision.Granted.class);
        assertRefused(
                http("/site/cam.flv", "referer", "https://evil.net/", "origin", "https://www.example.com"),
                Reason.ACCESS_DENIED);
        assertRefused(http("/site/cam.flv"), Reason.ACCESS_DENIED);
        assertRefused(http("/site/cam.flv?token=" + token("site")), Reason.ACCESS_DENIED);
        assertGranted(rtmp(
                StreamAction.PLAY, "site", "cam", Vectors.REMOTE, Optional.of("https://www.example.com/player.html")));
        assertRefused(rtmp(StreamAction.PLAY, "site", "cam"), Reason.ACCESS_DENIED);
        assertGranted(rtmp(StreamAction.PUBLISH, "site", "cam"));
    }

    @Test
    void anAddressWithoutAChannelHasNoUseForACredential() throws Exception {
        assertRefused(http("/live/?token=" + token("live")), Reason.ACCESS_DENIED);
        assertRefused(http("/live/?sign=1"), Reason.ACCESS_DENIED);
    }

    private String token(String bucket) {
        return tokens.sign(TestingTokens.claims(bucket, "cam", Vectors.NOW.plusSeconds(60)));
    }

    private static BucketSecurity signed(boolean needsRight) {
        return new BucketSecurity(
                Optional.of(new Secret(SECRET)),
                needsRight,
                needsRight,
                AddressRules.ANY,
                AddressRules.ANY,
                RefererRules.ANY,
                false,
                0);
    }

    private static BucketSecurity ruled(AddressRules rules) {
        return new BucketSecurity(Optional.empty(), false, false, rules, rules, RefererRules.ANY, false, 0);
    }

    private static BucketSecurity sites() {
        return new BucketSecurity(
                Optional.empty(),
                false,
                false,
                AddressRules.ANY,
                AddressRules.ANY,
                new RefererRules(List.of("*.example.com"), List.of(), true),
                false,
                0);
    }

    private BucketAccess access(InstantSource clock) {
        return new BucketAccess(tokens, InetAddress::isLoopbackAddress, 10, clock);
    }

    private AccessDecision rtmp(StreamAction action, String app, String name) throws Exception {
        return rtmp(action, app, name, Vectors.REMOTE, Optional.empty());
    }

    private AccessDecision rtmp(
            StreamAction action, String app, String name, InetSocketAddress remote, Optional<String> page)
            throws Exception {
        InstantSource clock = InstantSource.fixed(Vectors.NOW);
        return new ClusterStreamAccess(Vectors.KEYS, buckets, access(clock), Vectors.settings(), clock)
                .decide(new AccessRequest(
                        action, StreamAddressParser.parse(app, name, "rtmp://192.0.2.1/" + app), remote, page))
                .toCompletableFuture()
                .get();
    }

    private ObjectDecision http(String target, String... headers) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("host", "192.0.2.1:8080"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return http(new HttpObjectRequest("GET", target, all, Vectors.REMOTE));
    }

    /** An address that a mount or virtual host has made another of. */
    private ObjectDecision mounted(String named, String target, String sign) throws Exception {
        return http(new HttpObjectRequest("GET", target + "?sign=" + sign, Map.of(), Vectors.REMOTE, named));
    }

    private ObjectDecision http(HttpObjectRequest request) throws Exception {
        InstantSource clock = InstantSource.fixed(Vectors.NOW);
        RequestAuthenticator authenticator = new RequestAuthenticator(Vectors.KEYS, buckets, Vectors.settings(), clock);
        return new ClusterObjectAccess(authenticator, buckets, access(clock))
                .decide(request)
                .toCompletableFuture()
                .get();
    }

    private static void assertGranted(AccessDecision decision) {
        assertThat(decision).isInstanceOf(AccessDecision.Granted.class);
    }

    private static void assertRefused(AccessDecision decision, Reason reason) {
        assertThat(decision)
                .isInstanceOfSatisfying(AccessDecision.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    private static void assertRefused(ObjectDecision decision, Reason reason) {
        assertThat(decision)
                .isInstanceOfSatisfying(ObjectDecision.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }
}
