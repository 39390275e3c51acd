package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens in a cluster whose nodes die. */
@ExtendWith(SharedCluster.class)
@Order(SharedCluster.FIRST + 2)
class ClusterTokensTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String SETTINGS = "/v1/buckets/live/settings";

    private static TestingCluster cluster;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start(TestingCluster shared) {
        cluster = shared;
    }

    private static AdminClient api(String controlPlane) {
        return new AdminClient(cluster.target(controlPlane, "origin1", "edge1"));
    }

    /** Nothing is live: who may play is told so, and who may not is refused. */
    private boolean refuses(String edge, JsonNode token) {
        String address = cluster.node(edge).http() + "/live/nothing.flv?token="
                + token.path("token").asText();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        HttpResponse<InputStream> answer = http.sendAsync(request, BodyHandlers.ofInputStream())
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (answer.statusCode() != 403 && answer.statusCode() != 404) {
            throw new AssertionError(address + ": " + answer.statusCode());
        }
        return answer.statusCode() == 403;
    }

    /** A second after the answer is what is promised; a request before that may wait long for the channel's actor. */
    private void assertRefused(JsonNode token, String... edges) {
        LockSupport.parkNanos(SECOND.toNanos());
        for (String edge : edges) {
            assertThat(refuses(edge, token)).as(edge + " refuses the token").isTrue();
        }
    }

    private static boolean isRevokedBy(String controlPlane, JsonNode token) {
        try {
            api(controlPlane)
                    .ask("DELETE", "/v1/buckets/live/tokens/" + token.path("id").asText(), "");
            return true;
        } catch (AssertionError unavailable) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRevocationCountsOnAllNodesAtOnceAndOutlivesTheNodes() throws Exception {
        AdminClient api = api("control-plane1");
        api.ask("PATCH", SETTINGS, "{\"security\":{\"playNeedsRight\":true}}");
        try {
            JsonNode kept = api.token("live", "play");
            JsonNode first = api.token("live", "play");
            JsonNode second = api.token("live", "play");
            api.ask("DELETE", "/v1/buckets/live/tokens/" + first.path("id").asText(), "");
            assertRefused(first, "edge1", "edge2");
            for (String edge : List.of("edge1", "edge2")) {
                Await.until(edge + " takes the other token", LIMIT, () -> !refuses(edge, kept));
            }

            cluster.node("control-plane1").kill();
            cluster.node("edge1").kill();
            Await.until("the second is revoked", LIMIT, () -> isRevokedBy("control-plane2", second));
            assertRefused(second, "edge2");
            cluster.mend();
            assertRefused(first, "edge1", "edge2");
            assertRefused(second, "edge1", "edge2");
            for (String edge : List.of("edge1", "edge2")) {
                Await.until(edge + " takes the other token", LIMIT, () -> !refuses(edge, kept));
            }
        } finally {
            cluster.mend();
            api("control-plane2").ask("PATCH", SETTINGS, "{\"security\":{\"playNeedsRight\":false}}");
        }
    }
}
