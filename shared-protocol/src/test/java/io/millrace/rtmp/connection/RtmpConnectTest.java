package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connects that are decided on later. */
@Timeout(60)
class RtmpConnectTest {
    private final CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private final ConnectHandler connects = new ConnectHandler() {
        @Override
        public CompletionStage<Optional<String>> onConnect(ClientConnection connection) {
            told.add("connect " + connection.connect().app());
            connection.channel().closeFuture().addListener(done -> closed.countDown());
            return answer;
        }

        @Override
        public void onConnected(ClientConnection connection) {
            told.add("connected");
        }

        @Override
        public void onDisconnected(ClientConnection connection) {
            told.add("disconnected after some bytes: " + (connection.receivedBytes() > 100));
        }
    };
    private final TestingServer server = new TestingServer(
            TestingSettings.with("max-unfinished-bytes = 64 KiB"),
            new RtmpHandlers(connects, Optional.of(requests::add), Optional.empty()));

    @AfterEach
    void stop() {
        server.close();
    }

    private String told() throws InterruptedException {
        return told.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void whatComesBeforeTheAnswerIsKeptAndThenDone() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.handshake();
            client.send(Requests.connect(1, "live", "rtmp://localhost/live"), 0);
            client.send(CommandMessage.of("createStream", 2, AmfNull.NULL), 0);
            assertThat(told()).isEqualTo("connect live");
            assertThat(told.poll(100, TimeUnit.MILLISECONDS)).isNull();
            answer.complete(Optional.empty());
            client.awaitCommand("_result");
            CommandMessage created = client.awaitCommand("_result");
            assertThat(created.arguments()).containsExactly(new AmfNumber(1));
            assertThat(told()).isEqualTo("connected");
        }
        assertThat(told()).isEqualTo("disconnected after some bytes: true");
    }

    @Test
    void aRefusedConnectIsRejectedAndClosed() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.handshake();
            client.send(Requests.connect(1, "live", "rtmp://localhost/live"), 0);
            assertThat(told()).isEqualTo("connect live");
            answer.complete(Optional.of("Not you."));
            client.awaitCommand("_error");
            assertThat(client.awaitEnd()).isTrue();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void whatComesBeforeTheAnswerIsBounded() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.handshake();
            client.send(Requests.connect(1, "live", "rtmp://localhost/live"), 0);
            assertThat(told()).isEqualTo("connect live");
            for (int i = 0; i < 9; i++) {
                client.sendMedia(MessageType.VIDEO, 0, 1, new byte[8192]);
            }
            assertThat(client.awaitEnd()).isTrue();
        }
        answer.complete(Optional.empty());
        assertThat(told).isEmpty();
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerLeavesNothingBehind() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.handshake();
            client.send(Requests.connect(1, "live", "rtmp://localhost/live"), 0);
            client.sendMedia(MessageType.VIDEO, 0, 1, new byte[1000]);
            assertThat(told()).isEqualTo("connect live");
        }
        closed.await();
        answer.complete(Optional.empty());
        assertThat(told.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
}
