package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.auth.AccessDecision.Reason;
import io.millrace.channel.ChannelId;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final Instant NOW = Vectors.NOW;
    private static final Instant EXPIRY = NOW.plusSeconds(60);
    private static final ChannelId CAM = new ChannelId("live", "cam");
    private static final InetAddress FROM = Vectors.REMOTE.getAddress();

    private final TestingTokens tokens = new TestingTokens();
    private Instant now = NOW;
    private Instant bucketCreatedAt = Instant.EPOCH;
    private final TokenVerifier verifier = new TokenVerifier(tokens, () -> now);

    @Test
    void aTokenGivesTheRightThatItNames() {
        String token = tokens.sign(
                claims().claim(TokenClaims.MAX_VIEWERS, 3).claim(TokenClaims.ATTRIBUTES, Map.of("plan", "gold")));

        assertThat(verify(token))
                .isEqualTo(new Verdict.Allowed(new Right(
                        Optional.of(EXPIRY),
                        Optional.of("t1"),
                        tokens.key("k1").map(key -> new TokenProof("k1", key, "live")),
                        Optional.of("ann"),
                        OptionalInt.of(3),
                        Map.of("plan", "gold"))));
    }

    @ParameterizedTest
    @CsvSource({"'', cam, true", "c, cam, true", "cam, cam, true", "came, cam, false", "b, cam, false"})
    void aPrefixCoversWhatBeginsWithIt(String prefix, String channel, boolean covered) {
        String token = tokens.sign(claims().claim(TokenClaims.CHANNEL, null).claim(TokenClaims.PREFIX, prefix));

        assertThat(verify(token, StreamAction.PLAY, new ChannelId("live", channel), FROM))
                .isInstanceOf(covered ? Verdict.Allowed.class : Verdict.Denied.class);
    }

    @Test
    void aTokenIsForItsBucketChannelActionAndNetworkOnly() throws Exception {
        String token = tokens.sign(
                claims().claim(TokenClaims.ACTIONS, List.of("play")).claim(TokenClaims.NETWORK, "192.0.2.0/24"));

        assertThat(verify(token)).isInstanceOf(Verdict.Allowed.class);
        assertDenied(verify(token, StreamAction.PUBLISH, CAM, FROM), Reason.ACCESS_DENIED);
        assertDenied(verify(token, StreamAction.PLAY, new ChannelId("live", "cam2"), FROM), Reason.ACCESS_DENIED);
        assertDenied(verify(token, StreamAction.PLAY, new ChannelId("other", "cam"), FROM), Reason.ACCESS_DENIED);
        InetAddress elsewhere = InetAddress.getByName("198.51.100.1");
        assertDenied(verify(token, StreamAction.PLAY, CAM, elsewhere), Reason.ACCESS_DENIED);
        assertDenied(verify(token, StreamAction.PLAY, CAM, null), Reason.ACCESS_DENIED);
    }

    @Test
    void aTokenHoldsFromItsBeginToItsEnd() {
        String token = tokens.sign(claims().notBeforeTime(Date.from(NOW)));

        now = NOW.minusSeconds(6);
        assertDenied(verify(token), Reason.BAD_TOKEN);
        now = EXPIRY.minusMillis(1);
        assertThat(verify(token)).isInstanceOf(Verdict.Allowed.class);
        now = EXPIRY;
        assertDenied(verify(token), Reason.EXPIRED);
    }

    @Test
    void aTokenOfABucketThatWasDeletedIsNoneOfItsSuccessor() {
        bucketCreatedAt = NOW.plusNanos(1_234_567);
        String token = tokens.sign(claims().issueTime(Date.from(NOW.minusSeconds(60)))
                .claim(TokenClaims.BUCKET_CREATED, bucketCreatedAt.toEpochMilli()));
        assertThat(verify(token)).as("whatever the issuer's clock").isInstanceOf(Verdict.Allowed.class);

        bucketCreatedAt = bucketCreatedAt.plusMillis(1);
        assertDenied(verify(token), Reason.ACCESS_DENIED);
        bucketCreatedAt = Instant.EPOCH;
        assertThat(verify(token)).as("where the new bucket is not known yet").isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void anotherIssuersClockMayBeBehindTheBucketsAndItsTokensMayNotSayWhenTheyWereIssued() throws Exception {
        ECKey imported = TestingTokens.newKey("theirs");
        tokens.trust("theirs", new TokenKey(imported.toECPublicKey(), "them", Set.of()));
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("theirs");
        bucketCreatedAt = NOW;

        JWTClaimsSet.Builder behind = claims().issuer("them").issueTime(Date.from(NOW.minusSeconds(5)));
        assertThat(verify(TestingTokens.sign(imported, header, behind))).isInstanceOf(Verdict.Allowed.class);
        JWTClaimsSet.Builder before = claims().issuer("them").issueTime(Date.from(NOW.minusSeconds(6)));
        assertDenied(verify(TestingTokens.sign(imported, header, before)), Reason.ACCESS_DENIED);
        JWTClaimsSet.Builder silent = claims().issuer("them");
        assertThat(verify(TestingTokens.sign(imported, header, silent))).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void aRevokedTokenCountsNoMoreThoughItIsRemembered() {
        String token = tokens.sign(claims());
        assertThat(verify(token)).isInstanceOf(Verdict.Allowed.class);

        tokens.revoke("t1");

        assertDenied(verify(token), Reason.ACCESS_DENIED);
    }

    @Test
    void aKeyThatIsForgottenCountsNoMoreThoughItsTokensAreRemembered() {
        String token = tokens.sign(claims());
        assertThat(verify(token)).isInstanceOf(Verdict.Allowed.class);
        tokens.forget("k1");
        assertDenied(verify(token), Reason.BAD_TOKEN);

        tokens.trust(TestingTokens.newKey("k1"));

        assertDenied(verify(token), Reason.BAD_TOKEN);
    }

    @Test
    void anImportedKeySignsForItsIssuerAndItsBucketsOnly() throws Exception {
        ECKey imported = TestingTokens.newKey("theirs");
        tokens.trust("theirs", new TokenKey(imported.toECPublicKey(), "them", Set.of("live")));
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("theirs");

        assertThat(verify(TestingTokens.sign(imported, header, claims().issuer("them"))))
                .isInstanceOf(Verdict.Allowed.class);
        assertDenied(verify(TestingTokens.sign(imported, header, claims())), Reason.BAD_TOKEN);
        JWTClaimsSet.Builder elsewhere = claims().issuer("them").claim(TokenClaims.BUCKET, "other");
        assertDenied(
                verify(
                        TestingTokens.sign(imported, header, elsewhere),
                        StreamAction.PLAY,
                        new ChannelId("other", "cam"),
                        FROM),
                Reason.BAD_TOKEN);
        assertDenied(verify(tokens.sign(claims().issuer("them"))), Reason.BAD_TOKEN);
        assertDenied(verify(tokens.sign(claims().issuer(null))), Reason.BAD_TOKEN);
    }

    @Test
    void withoutKnowledgeOfKeysNoTokenIsDecidedOn() {
        tokens.setReady(false);

        assertDenied(verify(tokens.sign(claims())), Reason.UNAVAILABLE);
    }

    @Test
    void algorithmsCannotBeConfused() throws Exception {
        String none = new PlainJWT(claims().build()).serialize();
        byte[] publicKey = tokens.key.toECPublicKey().getEncoded();
        JWSHeader hs256 = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build();
        SignedJWT symmetric = new SignedJWT(hs256, claims().build());
        symmetric.sign(new MACSigner(publicKey));
        String relabelled = header("{\"alg\":\"none\",\"kid\":\"k1\"}") + '.' + payload() + '.';
        String unsigned = header("{\"alg\":\"ES256\",\"kid\":\"k1\"}") + '.' + payload() + '.';

        for (String token : List.of(none, symmetric.serialize(), relabelled, unsigned)) {
            assertDenied(verify(token), Reason.BAD_TOKEN);
        }
    }

    @Test
    void aTokenCannotBringItsOwnKey() throws Exception {
        ECKey own = TestingTokens.newKey("k1");
        JWSHeader.Builder withKey =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").jwk(own.toPublicJWK());
        JWSHeader.Builder elsewhere =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").jwkURL(URI.create("http://127.0.0.1/"));
        ECKey stranger = TestingTokens.newKey("k2");

        for (JWSHeader.Builder header : List.of(withKey, elsewhere)) {
            assertDenied(verify(TestingTokens.sign(own, header, claims())), Reason.BAD_TOKEN);
        }
        for (String keyId : new String[] {"k2", "", "../k1", null}) {
            JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId);
            assertDenied(verify(TestingTokens.sign(stranger, header, claims())), Reason.BAD_TOKEN);
        }
    }

    @Test
    void aSignatureOfZeroesOrOfAnotherTokenIsWrong() throws Exception {
        String token = tokens.sign(claims());
        String content = token.substring(0, token.lastIndexOf('.') + 1);
        String other = tokens.sign(claims().jwtID("t2"));

        for (String signature : List.of(
                Base64URL.encode(new byte[64]).toString(),
                Base64URL.encode(new byte[63]).toString(),
                other.substring(other.lastIndexOf('.') + 1),
                "!")) {
            assertDenied(verify(content + signature), Reason.BAD_TOKEN);
        }
    }

    @Test
    void anUnknownCriticalHeaderIsRefused() {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("k1")
                .criticalParams(Set.of("future"))
                .customParam("future", 1);

        assertDenied(verify(TestingTokens.sign(tokens.key, header, claims())), Reason.BAD_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "....", "{}", "\u0000", "eyJhbGciOiJFUzI1NiJ9..", "☃.☃.☃"})
    void rubbishIsRefused(String token) {
        assertDenied(verify(token), Reason.BAD_TOKEN);
    }

    @Test
    void aTokenThatIsTooLongIsNotLookedAt() {
        String token = tokens.sign(claims().claim(TokenClaims.ATTRIBUTES, Map.of("a", "x".repeat(4000))));

        assertThat(token).hasSizeGreaterThan(TokenVerifier.MAX_LENGTH);
        assertDenied(verify(token), Reason.BAD_TOKEN);
    }

    @Test
    void claimsOfAnotherKindAreRefused() {
        List<JWTClaimsSet.Builder> wrong = List.of(
                claims().expirationTime(null),
                claims().jwtID(null),
                claims().claim(TokenClaims.CHANNEL, null),
                claims().claim(TokenClaims.PREFIX, "c"),
                claims().claim(TokenClaims.CHANNEL, 1),
                claims().claim(TokenClaims.BUCKET, List.of("live")),
                claims().claim(TokenClaims.ACTIONS, "play"),
                claims().claim(TokenClaims.ACTIONS, List.of(1)),
                claims().claim(TokenClaims.NETWORK, "everywhere"),
                claims().claim(TokenClaims.MAX_VIEWERS, "3"),
                claims().claim(TokenClaims.BUCKET_CREATED, "soon"),
                claims().claim(TokenClaims.MAX_VIEWERS, -1),
                claims().claim(TokenClaims.MAX_VIEWERS, 1L << 32),
                claims().claim(TokenClaims.MAX_VIEWERS, 1.5),
                claims().claim(TokenClaims.ATTRIBUTES, Map.of("a", 1)),
                claims().claim(TokenClaims.ATTRIBUTES, "a"));

        for (JWTClaimsSet.Builder claims : wrong) {
            assertDenied(verify(tokens.sign(claims)), Reason.BAD_TOKEN);
        }
    }

    @Test
    void aTokenWithoutActionsOrBucketAllowsNothing() {
        assertDenied(verify(tokens.sign(claims().claim(TokenClaims.ACTIONS, null))), Reason.ACCESS_DENIED);
        assertDenied(
                verify(tokens.sign(claims().claim(TokenClaims.ACTIONS, List.of("PLAY", "admin")))),
                Reason.ACCESS_DENIED);
        assertDenied(verify(tokens.sign(claims().claim(TokenClaims.BUCKET, null))), Reason.ACCESS_DENIED);
    }

    @Test
    void noMoreTokensAreRememberedThanMayBe() {
        TokenVerifier small = new TokenVerifier(tokens, InstantSource.fixed(NOW), 8);
        for (int i = 0; i < 40; i++) {
            small.verify(tokens.sign(claims().jwtID("t" + i)), StreamAction.PLAY, CAM, Instant.EPOCH, FROM);
        }

        assertThat(small.remembered()).isBetween(1L, 8L);
    }

    private static JWTClaimsSet.Builder claims() {
        return TestingTokens.claims("live", "cam", EXPIRY);
    }

    private static String header(String json) {
        return Base64URL.encode(json.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String payload() {
        return header(claims().build().toString());
    }

    private Verdict verify(String token) {
        return verify(token, StreamAction.PLAY, CAM, FROM);
    }

    private Verdict verify(String token, StreamAction action, ChannelId channel, InetAddress from) {
        return verifier.verify(token, action, channel, bucketCreatedAt, from);
    }

    private static void assertDenied(Verdict verdict, Reason reason) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Denied.class, denied -> assertThat(denied.reason())
                .isEqualTo(reason));
    }
}
