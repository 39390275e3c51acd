package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Who may publish and play on a real node, by ffmpeg; settings and tokens by the API. */
@TestInstance(Lifecycle.PER_CLASS)
class AccessRightsTest {
    private static final String SECRET = "nodemedia2017privatekey";
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration HOUR = Duration.ofHours(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private TestingNode node;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = TestingNode.start(directory);
        settings(
                """
                {"security": {"signSecret": "%s", "publishNeedsRight": true, "playNeedsRight": true, "endExpired": true}}"""
                        .formatted(SECRET));
        Await.until(
                "the settings hold", LIMIT, () -> get("/live/none/picture.jpg").statusCode() == 403);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void signsLetPublishersAndPlayersInAndNobodyElse() throws Exception {
        String sign = sign("/live/signed", HOUR);
        try (Program stranger = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/signed", HOUR)) {
            assertThat(stranger.awaitExit(LIMIT)).isNotZero();
            assertThat(stranger.output()).contains("AccessDenied");
        }
        try (Program publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/signed?sign=" + sign, HOUR)) {
            plays(node.http() + "/live/signed.flv?sign=" + sign);
            plays(node.rtmp() + "/live/signed?sign=" + sign);
            Hls.Playlist playlist = Hls.awaitSegments(node.http() + "/live/signed.m3u8?sign=" + sign, 1, LIMIT);
            assertThat(Hls.get(playlist.segments().get(0)).statusCode()).isEqualTo(200);

            assertRefused("/live/signed.flv", "AccessDenied");
            assertRefused("/live/signed.m3u8", "AccessDenied");
            assertRefused("/live/signed.flv?sign=" + sign("/live/other", HOUR), "SignatureDoesNotMatch");
            assertRefused("/live/signed.flv?sign=" + sign("/live/signed", Duration.ofSeconds(-2)), "Expired");
            try (Program refused = Ffmpeg.startDecoding(node.rtmp() + "/live/signed", LENGTH)) {
                assertThat(refused.awaitExit(LIMIT)).isNotZero();
            }
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        }
    }

    @Test
    void connectionsEndWithTheirRights() throws Exception {
        String publish = sign("/live/ending", Duration.ofSeconds(14));
        try (Program publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/ending?sign=" + publish, HOUR)) {
            String hour = sign("/live/ending", HOUR);
            Hls.awaitSegments(node.http() + "/live/ending.m3u8?sign=" + hour, 1, LIMIT);
            String play = sign("/live/ending", Duration.ofSeconds(3));
            try (Program flv = Ffmpeg.startDecoding(node.http() + "/live/ending.flv?sign=" + play, HOUR);
                    Program rtmp = Ffmpeg.startDecoding(node.rtmp() + "/live/ending?sign=" + play, HOUR)) {
                flv.awaitExit(Duration.ofMinutes(1));
                rtmp.awaitExit(Duration.ofMinutes(1));
            }
            publisher.awaitExit(LIMIT);
            assertThat(node.log()).contains("Publish of live/ending", "its right has expired");
        }
    }

    @Test
    void tokensLetInUntilTheyOrTheirKeyAreRevoked() throws Exception {
        JsonNode publish =
                token("live", "{\"channel\": \"tokens\", \"actions\": [\"publish\"], \"expiresInSeconds\": 3600}");
        JsonNode play = token("live", "{\"prefix\": \"tok\", \"actions\": [\"play\"], \"expiresInSeconds\": 3600}");
        String published = publish.get("token").asText();
        String played = play.get("token").asText();
        try (Program publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/tokens?token=" + published, HOUR)) {
            plays(node.http() + "/live/tokens.flv?token=" + played);
            plays(node.rtmp() + "/live/tokens?token=" + played);
            HttpRequest bearer = HttpRequest.newBuilder(URI.create(node.http() + "/live/tokens.m3u8"))
                    .header("Authorization", "Bearer " + played)
                    .build();
            assertThat(client.send(bearer, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertRefused("/live/tokens.flv?token=" + published, "AccessDenied");
            assertRefused("/live/other.flv?token=" + played, "AccessDenied");
            assertRefused(
                    "/live/tokens.flv?token=" + played.substring(0, played.length() - 4) + "AAAA", "InvalidToken");

            try (Program viewer = Ffmpeg.startDecoding(node.http() + "/live/tokens.flv?token=" + played, HOUR)) {
                Await.until("it watches", LIMIT, () -> viewers() == 1);
                revoke(play);
                Await.until("it is closed", Duration.ofSeconds(5), () -> viewers() == 0);
                viewer.awaitExit(LIMIT);
            }
            assertRefused("/live/tokens.flv?token=" + played, "AccessDenied");
            assertThat(api("DELETE", "/v1/keys/" + keyOf(published), "").statusCode())
                    .isLessThan(300);
            publisher.awaitExit(LIMIT);
            assertThat(node.log()).contains("Publish of live/tokens", "its right has been revoked");
        }
    }

    @Test
    void aTokenOfABucketThatWasDeletedIsNoneOfItsSuccessor() throws Exception {
        String play = "{\"prefix\": \"\", \"actions\": [\"play\"], \"expiresInSeconds\": 3600}";
        OssRequest oss = new OssRequest(node);
        assertThat(oss.put("/again", "", "")).isEqualTo(200);
        String playlist = "/again/cam.m3u8?token=";
        String before = playlist + token("again", play).get("token").asText();
        assertThat(get(before).statusCode()).isEqualTo(404);

        assertThat(oss.delete("/again")).isEqualTo(204);
        assertThat(oss.put("/again", "", "")).isEqualTo(200);
        Await.until("the new bucket is known", LIMIT, () -> get(before)
                .body()
                .contains("bucket of that name that has been deleted"));
        assertRefused(before, "AccessDenied");
        String after = playlist + token("again", play).get("token").asText();
        assertThat(get(after).statusCode()).isEqualTo(404);
    }

    @Test
    void aRuleThatCannotBeReadIsNamed() throws Exception {
        HttpResponse<String> answer = api(
                "PATCH",
                "/v1/buckets/live/settings",
                """
                {"security": {"playFrom": {"deny": ["10.0.0.0/99"]}}}""");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("security.playFrom.deny[0]");
    }

    private void plays(String url) {
        try (Program player = Ffmpeg.startDecoding(url, LENGTH)) {
            player.awaitSuccess(LIMIT);
        }
    }

    private void assertRefused(String target, String code) throws Exception {
        HttpResponse<String> refused = get(target);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("\"code\":\"" + code + "\"");
    }

    private static String sign(String path, Duration lifetime) throws Exception {
        long expires = Instant.now().plus(lifetime).getEpochSecond();
        byte[] text = (path + '-' + expires + '-' + SECRET).getBytes(StandardCharsets.UTF_8);
        return expires + "-"
                + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    }

    private JsonNode token(String bucket, String request) throws Exception {
        HttpResponse<String> answer = api("POST", "/v1/buckets/" + bucket + "/tokens", request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new ObjectMapper().readTree(answer.body());
    }

    private void revoke(JsonNode token) throws Exception {
        String id = token.get("id").asText();
        assertThat(api("DELETE", "/v1/buckets/live/tokens/" + id, "").statusCode())
                .isLessThan(300);
    }

    private static String keyOf(String token) throws Exception {
        byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return new ObjectMapper().readTree(header).get("kid").asText();
    }

    private void settings(String patch) throws Exception {
        HttpResponse<String> answer = api("PATCH", "/v1/buckets/live/settings", patch);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> api(String method, String path, String body) throws Exception {
        String key = node.accessKeyId() + ':' + node.accessKeySecret();
        String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.api() + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String target) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(node.http() + target))
                    .timeout(Duration.ofMinutes(1))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private int viewers() {
        String metrics = new String(Hls.get(node.management() + "/metrics").body(), StandardCharsets.UTF_8);
        return metrics.lines()
                .filter(line -> line.startsWith("millrace_edge_viewers "))
                .map(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }
}
