package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that the control plane has issued. */
class TokensTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LENGTH = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    private static String with(JsonNode token) {
        return "?token=" + token.path("token").asText();
    }

    private int status(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        HttpResponse<InputStream> answer = http.sendAsync(request, BodyHandlers.ofInputStream())
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.statusCode();
    }

    @Test
    void aTokenLetsInUntilItIsRevokedAndStaysRevokedWhenTheNodeHasRestarted() throws Exception {
        try (TestingNode node = TestingNode.start(directory)) {
            AdminClient api = new AdminClient(node.target());
            api.ask(
                    "PATCH",
                    "/v1/buckets/live/settings",
                    "{\"security\":{\"publishNeedsRight\":true,\"playNeedsRight\":true}}");
            JsonNode publish = api.token("live", "publish");
            JsonNode revoked = api.token("live", "play");
            JsonNode kept = api.token("live", "play");
            try (Program publisher =
                    Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/cam" + with(publish), Duration.ofHours(1))) {
                String stream = node.http() + "/live/cam.flv";
                Await.until("the stream is there", SOON, () -> status(stream + with(kept)) == 200);
                try (Program viewer = Ffmpeg.startDecoding(stream + with(revoked), LENGTH)) {
                    viewer.awaitSuccess(SOON);
                }
                assertThat(status(stream)).isEqualTo(403);
                assertThat(status(stream + with(publish))).isEqualTo(403);

                api.ask(
                        "DELETE",
                        "/v1/buckets/live/tokens/" + revoked.path("id").asText(),
                        "");
                Await.until("the token is refused", SECOND, () -> status(stream + with(revoked)) == 403);
                assertThat(status(stream + with(kept))).isEqualTo(200);
                assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
            }
            JsonNode keys = api.ask("GET", "/v1/jwks.json", "");
            node.stop();
            node.start();
            assertThat(new AdminClient(node.target()).ask("GET", "/v1/jwks.json", ""))
                    .isEqualTo(keys);
            try (Program publisher =
                    Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/cam" + with(publish), Duration.ofHours(1))) {
                String stream = node.http() + "/live/cam.flv";
                Await.until("the stream is back", SOON, () -> status(stream + with(kept)) == 200);
                assertThat(status(stream + with(revoked))).isEqualTo(403);
                assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
            }
            assertThat(node.log()).doesNotContain(publish.path("token").asText());
        }
    }
}
