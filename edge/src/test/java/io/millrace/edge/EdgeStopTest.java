package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.edge.HttpClientConnection.Response;
import io.millrace.rtmp.connection.TestingClient;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(LeakGuard.class)
class EdgeStopTest {
    private static final int VIEWERS = 10;

    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(cluster, "edge.drain-time = 2 s");
    private final ChannelId channel = new ChannelId("live", "c" + UUID.randomUUID());
    private final List<HttpClientConnection> connections = new ArrayList<>();

    @BeforeEach
    void publish() {
        TestingOrigin origin = edge.origin();
        origin.write(Sample.h264().until(900).frames());
        cluster.live(channel, 1, origin);
    }

    @AfterEach
    void stop() {
        connections.forEach(HttpClientConnection::close);
        edge.close();
        cluster.close();
    }

    private FlvReader watch() {
        HttpClientConnection connection = edge.connect().request("GET", flv());
        connections.add(connection);
        assertThat(connection.head().status()).isEqualTo(200);
        FlvReader reader = new FlvReader(connection.body());
        reader.until(Tag::isKeyFrame);
        return reader;
    }

    private String flv() {
        return "/" + channel + ".flv";
    }

    @Test
    void viewersAreLetGoOneAfterTheOtherEachBehindAWholeTag() {
        List<FlvReader> viewers = new ArrayList<>();
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(watch());
        }
        long begin = System.nanoTime();
        List<CompletableFuture<Long>> ends = viewers.stream()
                .map(viewer -> CompletableFuture.supplyAsync(() -> {
                    viewer.rest();
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                }))
                .toList();

        edge.edge().stop().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();

        List<Long> sorted = ends.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(sorted.get(0)).isLessThan(sorted.get(VIEWERS - 1) - 500);
        assertThat(sorted.get(VIEWERS / 2)).isGreaterThan(700);
        assertThat(sorted.get(VIEWERS - 1)).isGreaterThan(1500);
        assertThat(edge.viewers()).isZero();
    }

    @Test
    void anEdgeWithoutViewersStopsAtOnce() {
        try (TestingEdge slow = new TestingEdge(cluster, "edge.drain-time = 60 s")) {
            slow.edge()
                    .stop()
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }
    }

    @Test
    void aViewerWhoTakesNothingDoesNotKeepTheEdge() {
        watch();
        edge.edge().stop().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void aWebSocketIsToldThatTheEdgeGoesAway() throws Exception {
        CompletableFuture<Integer> over = new CompletableFuture<>();
        CompletableFuture<Void> playing = new CompletableFuture<>();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + edge.httpPort() + flv()), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                        playing.complete(null);
                        socket.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
                        over.complete(statusCode);
                        return null;
                    }
                })
                .join();
        playing.get(30, TimeUnit.SECONDS);
        edge.edge().stop();
        assertThat(over.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
    }

    @Test
    void aPlayerIsToldThatItsStreamStops() throws Exception {
        try (TestingClient client = TestingClient.connected(edge.rtmpAddress(), "live")) {
            client.play(channel.channel());
            boolean playing = false;
            while (!playing) {
                RawMessage message = client.next();
                playing = message.typeId() == MessageType.VIDEO;
                message.release();
            }
            edge.edge().stop();
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Play.UnpublishNotify");
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Play.Stop");
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void aViewerWhoWaitsForAPublisherIsRefused() {
        ChannelId idle = new ChannelId("live", "c" + UUID.randomUUID());
        cluster.idle(idle);
        try (HttpClientConnection connection = edge.connect().request("GET", "/" + idle + ".flv")) {
            Await.until("it waits", () -> edge.viewers() == 1);
            edge.edge().stop();
            Response response = connection.response(false);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void openConnectionsAreAnsweredOnceMoreAndNewOnesAreNotTaken() throws Exception {
        try (HttpClientConnection stream = edge.connect();
                HttpClientConnection object = edge.connect();
                TestingClient player = TestingClient.connected(edge.rtmpAddress(), "live")) {
            assertThat(stream.get("/live/none").status()).isEqualTo(404);
            assertThat(object.get("/live/none").status()).isEqualTo(404);
            watch();

            edge.edge().refuseViewers();

            Response refused = stream.get(flv());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("connection")).isEqualTo("close");
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(stream.isClosedByServer()).isTrue();
            Response last = object.get("/live/none");
            assertThat(last.status()).isEqualTo(404);
            assertThat(last.header("connection")).isEqualTo("close");
            assertThat(object.isClosedByServer()).isTrue();
            player.play(channel.channel());
            assertThat(player.awaitStatus()).isEqualTo("NetStream.Play.Failed");
            assertThat(edge.viewers()).isEqualTo(1);
        }
    }
}
