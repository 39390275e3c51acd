package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.edge.HttpClientConnection.Response;
import io.millrace.rtmp.connection.TestingClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers whose tokens are revoked, and those for whom their token or bucket has no room. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class EndingRightsTest {
    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge =
            new TestingEdge(cluster, "edge { publisher-wait = 30 s, grace = 300 ms, linger = 200 ms }");
    private final HttpClient client = HttpClient.newHttpClient();
    private String token;

    @BeforeEach
    void begin() {
        token = UUID.randomUUID().toString();
    }

    @AfterEach
    void viewersLeave() {
        Await.until("all viewers have left", () -> edge.viewers() == 0);
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
    }

    private ChannelId live(String bucket) {
        ChannelId channel = new ChannelId(bucket, "c" + UUID.randomUUID());
        TestingOrigin origin = edge.origin();
        origin.write(Sample.h264().until(900).frames());
        cluster.live(channel, 1, origin);
        return channel;
    }

    private HttpClientConnection watch(String target) {
        HttpClientConnection connection = edge.connect().request("GET", target);
        assertThat(connection.head().status()).isEqualTo(200);
        new FlvReader(connection.body()).until(Tag::isKeyFrame);
        return connection;
    }

    @Test
    void anFlvViewerIsClosedWhenItsTokenIsRevoked() throws Exception {
        String target = "/" + live("ending") + ".flv?token=" + token;
        try (HttpClientConnection viewer = watch(target);
                HttpClientConnection other = watch(target + "2")) {
            edge.tokens().revoke(token);

            viewer.body().readAllBytes();
            Await.until("one has left", () -> edge.viewers() == 1);
            assertThat(other.body().available()).isNotNegative();
        }
    }

    @Test
    void aViewerThatWaitsForThePublisherIsRefusedWhenItsTokenIsRevoked() {
        ChannelId idle = new ChannelId("ending", "i" + UUID.randomUUID());
        cluster.idle(idle);
        try (HttpClientConnection viewer = edge.connect().request("GET", "/" + idle + ".flv?token=" + token)) {
            Await.until("it waits", () -> edge.viewers() == 1);
            edge.tokens().revoke(token);

            Response response = viewer.response(false);
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.text()).contains("has been revoked");
        }
    }

    @Test
    void aWebSocketIsClosedWithAPolicyViolation() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        client.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + edge.httpPort() + "/" + live("ending") + ".flv?token=" + token),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                                closed.complete(status);
                                return null;
                            }
                        })
                .join();
        Await.until("it watches", () -> edge.viewers() == 1);

        edge.tokens().revoke(token);

        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(1008);
    }

    @Test
    void anRtmpPlayerIsToldAndClosed() throws Exception {
        ChannelId channel = live("ending");
        try (TestingClient player = TestingClient.connected(edge.rtmpAddress(), "ending")) {
            player.play(channel.channel() + "?token=" + token);
            Await.until("it watches", () -> edge.viewers() == 1);

            edge.tokens().revoke(token);

            String status = player.awaitStatus();
            while (!status.equals("NetStream.Play.Unauthorized")) {
                assertThat(status).startsWith("NetStream.Play.").isNotEqualTo("NetStream.Play.UnpublishNotify");
                status = player.awaitStatus();
            }
        }
    }

    @Test
    void whereTheBucketDoesNotWantItAViewerStays() {
        try (HttpClientConnection viewer = watch("/" + live("live") + ".flv?token=" + token);
                HttpClientConnection ended = watch("/" + live("ending") + ".flv?token=" + token)) {
            edge.tokens().revoke(token);

            Await.until("the other has left", () -> edge.viewers() == 1);
            assertThat(viewer).isNotNull();
            assertThat(ended).isNotNull();
        }
    }

    @Test
    void aTokenHasAsManyViewersAsItMay() throws Exception {
        ChannelId channel = live("live");
        String target = "/" + channel + ".flv?max=1&token=" + token;
        try (HttpClientConnection viewer = watch(target)) {
            Response refused = get(target);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("\"code\":\"TooManyTokenViewers\"");
            try (TestingClient player = TestingClient.connected(edge.rtmpAddress(), "live")) {
                player.play(channel.channel() + "?max=1&token=" + token);
                assertThat(player.awaitStatus()).isEqualTo("NetStream.Play.Unauthorized");
            }
            assertThat(edge.count("millrace.edge.limits.refused", "limit", "token-viewers"))
                    .isEqualTo(2);
            assertThat(viewer).isNotNull();
        }
        Await.until("it has left", () -> edge.viewers() == 0);
        watch(target).close();
    }

    @Test
    void aBucketHasAsManyViewersAsItMay() throws Exception {
        ChannelId channel = live("small");
        String target = "/" + channel + ".flv";
        try (HttpClientConnection viewer = watch(target)) {
            Response refused = get(target);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(refused.text()).contains("\"code\":\"TooManyBucketViewers\"");
            try (TestingClient player = TestingClient.connected(edge.rtmpAddress(), "small")) {
                player.play(channel.channel());
                assertThat(player.awaitStatus()).isEqualTo("NetStream.Play.Failed");
            }
            assertThat(edge.viewers()).isEqualTo(1);
            assertThat(edge.count("millrace.edge.limits.refused", "limit", "bucket-viewers"))
                    .isEqualTo(2);
            watch("/" + live("live") + ".flv").close();
            assertThat(viewer).isNotNull();
        }
        Await.until("it has left", () -> edge.viewers() == 0);
        watch(target).close();
    }

    private Response get(String target) {
        try (HttpClientConnection connection = edge.connect()) {
            return connection.get(target);
        }
    }
}
