package io.millrace.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.auth.TokenClaims;
import io.millrace.controlplane.admin.TestingAdminServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenResourceTest extends AdminHttpFixture {
    private static final String TOKENS = "/v1/buckets/live/tokens";
    private static final String PLAY = "{\"channel\":\"cam\",\"actions\":[\"play\"],\"expiresInSeconds\":60";

    TokenResourceTest() {
        super("millrace.token { max-imported-keys = 1, max-revoked = 2 }");
    }

    private Answer issue(String body) throws Exception {
        Answer answer = server.ask("POST", TOKENS, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer;
    }

    private void refused(String method, String target, String body, String message) throws Exception {
        Answer answer = server.ask(method, target, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.body().path("message").asText()).startsWith(message);
    }

    @Test
    void aTokenHasTheClaimsThatWereAskedForAndAKeyOfTheKeySet() throws Exception {
        JsonNode issued = issue(
                        "{\"prefix\":\"cam\",\"actions\":[\"publish\",\"play\"],\"expiresInSeconds\":3600,"
                                + "\"userId\":\"ada\",\"attributes\":{\"seat\":\"12\"},\"cidr\":\"192.0.2.0/24\",\"maxViewers\":3}")
                .body();
        SignedJWT token = SignedJWT.parse(issued.path("token").asText());
        JWKSet keys = JWKSet.parse(server.ask("GET", "/v1/jwks.json", "").body().toString());
        ECKey key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(key.isPrivate()).isFalse();
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        Map<String, Object> claims = token.getJWTClaimsSet().getClaims();
        assertThat(claims)
                .containsEntry("iss", "millrace")
                .containsEntry("sub", "ada")
                .containsEntry("jti", issued.path("id").asText())
                .containsEntry(TokenClaims.BUCKET, "live")
                .containsEntry(TokenClaims.PREFIX, "cam")
                .containsEntry(TokenClaims.ACTIONS, List.of("publish", "play"))
                .containsEntry(TokenClaims.NETWORK, "192.0.2.0/24")
                .containsEntry(TokenClaims.MAX_VIEWERS, 3L)
                .containsEntry(TokenClaims.ATTRIBUTES, Map.of("seat", "12"))
                .doesNotContainKey(TokenClaims.CHANNEL);
        Instant made = Instant.parse(
                server.ask("GET", "/v1/buckets/live").body().path("createdAt").asText());
        assertThat(claims).containsEntry(TokenClaims.BUCKET_CREATED, made.toEpochMilli());
        Instant expiry = Instant.parse(issued.path("expiresAt").asText());
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant()).isEqualTo(expiry);
        assertThat(Duration.between(Instant.now(), expiry)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    }

    @Test
    void aTokenIsListedWithoutItself() throws Exception {
        JsonNode issued = issue(PLAY + ",\"userId\":\"ada\"}").body();
        String id = issued.path("id").asText();
        Answer one = server.ask("GET", TOKENS + "/" + id);
        assertThat(one.body().path("userId").asText()).isEqualTo("ada");
        assertThat(one.body().path("issuedBy").asText()).isEqualTo("AKIDEXAMPLE");
        assertThat(one.body().has("token")).isFalse();
        String after = Long.toHexString(0);
        boolean found = false;
        while (!after.isEmpty()) {
            JsonNode page =
                    server.ask("GET", TOKENS + "?limit=1&after=" + after).body();
            assertThat(page.path("tokens")).hasSize(1);
            found |= page.at("/tokens/0/id").asText().equals(id);
            after = page.path("next").asText();
        }
        assertThat(found).isTrue();
        assertThat(server.ask("GET", TOKENS + "/nosuch").status()).isEqualTo(404);
        assertThat(server.ask("GET", "/v1/buckets/nosuch/tokens").status()).isEqualTo(404);
        assertThat(server.ask("POST", "/v1/buckets/nosuch/tokens", PLAY + "}").status())
                .isEqualTo(404);
        refused("GET", TOKENS + "?limit=101", "", "limit:");
    }

    @Test
    void revokingIsDoneOnceAndShownUpToANumber() throws Exception {
        String id = issue(PLAY + "}").body().path("id").asText();
        assertThat(server.ask("DELETE", TOKENS + "/" + id).status()).isEqualTo(204);
        JsonNode revoked = server.ask("GET", TOKENS + "/" + id).body();
        assertThat(revoked.has("revokedAt")).isTrue();
        assertThat(server.ask("DELETE", TOKENS + "/" + id).status()).isEqualTo(204);
        assertThat(server.ask("GET", TOKENS + "/" + id).body()).isEqualTo(revoked);
        assertThat(server.ask("DELETE", TOKENS + "/nosuch").status()).isEqualTo(404);
        server.ask("DELETE", TOKENS + "/" + issue(PLAY + "}").body().path("id").asText());
        Answer many = server.ask(
                "DELETE", TOKENS + "/" + issue(PLAY + "}").body().path("id").asText());
        assertThat(many.status()).isEqualTo(409);
        assertThat(many.body().path("code").asText()).isEqualTo("TooManyRevoked");
    }

    @Test
    void whatIsWrongWithARequestForATokenIsNamed() throws Exception {
        String rest = ",\"actions\":[\"play\"],\"expiresInSeconds\":60}";
        refused("POST", TOKENS, "", "body:");
        refused("POST", TOKENS, "{\"actions\":[\"play\"],\"expiresInSeconds\":60}", "channel, prefix:");
        refused("POST", TOKENS, "{\"channel\":\"a\",\"prefix\":\"b\"" + rest, "channel, prefix:");
        refused("POST", TOKENS, "{\"channel\":\"a/b\"" + rest, "channel:");
        refused("POST", TOKENS, "{\"channel\":\"a\",\"actions\":[\"fly\"],\"expiresInSeconds\":60}", "actions:");
        refused("POST", TOKENS, "{\"channel\":\"a\",\"actions\":[],\"expiresInSeconds\":60}", "actions:");
        refused("POST", TOKENS, "{\"channel\":\"a\",\"actions\":[\"play\"]}", "expiresInSeconds, expiresAt:");
        refused(
                "POST",
                TOKENS,
                "{\"channel\":\"a\",\"actions\":[\"play\"],\"expiresInSeconds\":0}",
                "expiresInSeconds:");
        refused(
                "POST",
                TOKENS,
                "{\"channel\":\"a\",\"actions\":[\"play\"],\"expiresInSeconds\":99999999999}",
                "expiresInSeconds:");
        refused(
                "POST",
                TOKENS,
                "{\"channel\":\"a\",\"actions\":[\"play\"],\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
                "expiresAt:");
        refused("POST", TOKENS, PLAY + ",\"cidr\":\"192.0.2.0/33\"}", "cidr:");
        refused("POST", TOKENS, PLAY + ",\"maxViewers\":0}", "maxViewers:");
        refused("POST", TOKENS, PLAY + ",\"userId\":\" \"}", "userId:");
        refused("POST", TOKENS, PLAY + ",\"attributes\":{\"a\":\"" + "x".repeat(1024) + "\"}}", "attributes:");
        refused("POST", TOKENS, PLAY + ",\"attributes\":{\"a\":null}}", "attributes.a:");
        refused("POST", TOKENS, PLAY + ",\"chanel\":\"cam\"}", "chanel:");
    }

    @Test
    void aKeyOfSomebodyElseIsImportedListedAndForgotten() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("theirs").generate();
        String jwk = key.toPublicJWK().toJSONString();
        Answer put = server.ask(
                "PUT", "/v1/keys/theirs", "{\"jwk\":" + jwk + ",\"issuer\":\"https://id\",\"buckets\":[\"live\"]}");
        assertThat(put.status()).as(put.body().toString()).isEqualTo(200);
        assertThat(put.body().at("/jwk/x").asText()).isEqualTo(key.getX().toString());

        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.toECPublicKey().getEncoded());
        String pem = "-----BEGIN PUBLIC KEY-----\\n" + encoded.replace("\n", "\\n") + "\\n-----END PUBLIC KEY-----\\n";
        String asPem = "{\"pem\":\"" + pem + "\",\"issuer\":\"https://id\"}";
        Answer again = server.ask("PUT", "/v1/keys/theirs", asPem);
        assertThat(again.body().at("/jwk/x").asText()).isEqualTo(key.getX().toString());
        assertThat(again.body().path("buckets")).isEmpty();
        assertThat(server.ask("PUT", "/v1/keys/second", asPem)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("TooManyKeys");

        JsonNode keys = server.ask("GET", "/v1/keys").body().path("keys");
        assertThat(keys.findValuesAsText("kid")).contains("theirs");
        assertThat(keys.toString()).doesNotContain("sealed", "\"d\"");
        assertThat(server.ask("GET", "/v1/jwks.json").body().toString()).doesNotContain("theirs");
        assertThat(server.ask("DELETE", "/v1/keys/theirs").status()).isEqualTo(204);
        assertThat(server.ask("DELETE", "/v1/keys/theirs").status()).isEqualTo(404);
    }

    @Test
    void whatIsNoPublicKeyOnP256IsRefused() throws Exception {
        String own = ",\"issuer\":\"https://id\"}";
        String good = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();
        String keys = "/v1/keys/theirs";
        refused("PUT", keys, "{\"issuer\":\"https://id\"}", "jwk, pem:");
        refused("PUT", keys, "{\"jwk\":" + good + "}", "issuer:");
        refused("PUT", keys, "{\"jwk\":" + good + ",\"issuer\":\"millrace\"}", "issuer:");
        refused("PUT", keys, "{\"jwk\":" + good + ",\"issuer\":\"i\",\"buckets\":[\"NO!\"]}", "buckets:");
        refused(
                "PUT",
                keys,
                "{\"jwk\":" + new ECKeyGenerator(Curve.P_256).generate().toJSONString() + own,
                "This is a private key");
        refused(
                "PUT",
                keys,
                "{\"jwk\":"
                        + new ECKeyGenerator(Curve.P_384)
                                .generate()
                                .toPublicJWK()
                                .toJSONString()
                        + own,
                "jwk, pem:");
        refused("PUT", keys, "{\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}" + own, "");
        refused(
                "PUT",
                keys,
                "{\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}" + own,
                "jwk, pem:");
        refused("PUT", keys, "{\"pem\":\"-----BEGIN PRIVATE KEY-----\"" + own, "This is a private key");
        refused(
                "PUT",
                keys,
                "{\"pem\":\"-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----\"" + own,
                "jwk, pem:");
        refused("PUT", "/v1/keys/a%20b", "{\"jwk\":" + good + own, "kid:");
    }
}
