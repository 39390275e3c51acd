package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.edge.HttpClientConnection.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class WebSocketFlvTest {
    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(cluster, "edge { grace = 300 ms, linger = 200 ms }");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Sample sample = Sample.h264();
    private ChannelId channel;
    private TestingOrigin origin;

    @BeforeEach
    void begin() {
        channel = new ChannelId("live", "c" + UUID.randomUUID());
        origin = edge.origin();
        origin.write(sample.until(900).frames());
        cluster.live(channel, 1, origin);
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
    }

    @Test
    void eachMessageHoldsWholeTagsAndTheFirstTheHeader() throws Exception {
        Recorder recorder = new Recorder();
        WebSocket socket = connect(recorder);
        byte[] first = recorder.next();
        FlvReader flv = new FlvReader(new ByteArrayInputStream(first));
        flv.rest();
        origin.write(sample.from(900).frames());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        List<Tag> tags;
        do {
            byte[] message = recorder.next();
            assertThat(message[0]).isIn((byte) 8, (byte) 9, (byte) 18);
            all.writeBytes(message);
            tags = new FlvReader(new ByteArrayInputStream(all.toByteArray())).rest();
        } while (tags.get(tags.size() - 1).timestamp() < 1960);
        assertThat(tags.stream().filter(Tag::isKeyFrame)).hasSize(2);
        socket.abort();
    }

    @Test
    void aPingIsAnsweredWhatItCarries() throws Exception {
        Recorder recorder = new Recorder();
        WebSocket socket = connect(recorder);
        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
        assertThat(recorder.pong.get(30, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        socket.abort();
    }

    @Test
    void whatAViewerSendsIsThrownAway() throws Exception {
        Recorder recorder = new Recorder();
        WebSocket socket = connect(recorder);
        socket.sendText("hello", true).join();
        socket.sendBinary(ByteBuffer.allocate(1000), true).join();
        socket.sendPing(ByteBuffer.allocate(0)).join();
        assertThat(recorder.pong.get(30, TimeUnit.SECONDS).remaining()).isZero();
        socket.abort();
    }

    @Test
    void aFrameBeyondTheBoundClosesTheConnection() throws Exception {
        Recorder recorder = new Recorder();
        connect(recorder).sendBinary(ByteBuffer.allocate(100_000), true);
        recorder.over.get(30, TimeUnit.SECONDS);
        Await.until("the viewer has left", () -> edge.viewers() == 0);
    }

    @Test
    void aViewersCloseIsAnswered() throws Exception {
        Recorder recorder = new Recorder();
        connect(recorder).sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        assertThat(recorder.over.get(30, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
        Await.until("the viewer has left", () -> edge.viewers() == 0);
    }

    @Test
    void aStreamsEndClosesTheWebSocketOrderly() throws Exception {
        Recorder recorder = new Recorder();
        connect(recorder);
        recorder.next();
        origin.end();
        cluster.idle(channel);
        assertThat(recorder.over.get(30, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
    }

    @Test
    void aViewerThatLeavesWithoutAWordIsNoticedThoughNothingIsSent() throws Exception {
        Recorder recorder = new Recorder();
        WebSocket socket = connect(recorder);
        recorder.next();
        socket.abort();
        Await.until("the viewer has left", () -> edge.viewers() == 0);
        try (HttpClientConnection plain = edge.connect().request("GET", "/" + channel + ".flv")) {
            plain.head();
            new FlvReader(plain.body()).until(Tag::isKeyFrame);
        }
        Await.until("the plain viewer has left", () -> edge.viewers() == 0);
    }

    @Test
    void anUnknownChannelIsNotFoundBeforeTheUpgrade() {
        assertThatThrownBy(() -> connect("/live/none.flv", new Recorder()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(404));
    }

    @Test
    void aHandshakeThatIsNotWholeIsRefusedAndLeavesNothingBehind() {
        String target = "/" + channel + ".flv";
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.get(target, "Upgrade: websocket", "Connection: Upgrade");
            assertThat(response.status()).isEqualTo(400);
            Response oldVersion = connection.get(
                    target,
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 99",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(oldVersion.status()).isEqualTo(426);
            assertThat(oldVersion.header("sec-websocket-version")).isEqualTo("13");
            assertThat(edge.viewers()).isZero();
        }
    }

    private WebSocket connect(Recorder recorder) {
        return connect("/" + channel + ".flv", recorder);
    }

    private WebSocket connect(String target, Recorder recorder) {
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + edge.httpPort() + target), recorder)
                .join();
    }

    private static final class Recorder implements WebSocket.Listener {
        private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();
        private final CompletableFuture<ByteBuffer> pong = new CompletableFuture<>();
        private final CompletableFuture<Integer> over = new CompletableFuture<>();

        byte[] next() throws InterruptedException {
            byte[] message = messages.poll(30, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            return message;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            part.writeBytes(bytes);
            if (last) {
                messages.add(part.toByteArray());
                part.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            ByteBuffer copy =
                    ByteBuffer.allocate(message.remaining()).put(message).flip();
            pong.complete(copy);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            over.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            over.complete(-1);
        }
    }
}
