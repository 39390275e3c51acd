package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfStrictArray;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.DataMessage;
import io.millrace.rtmp.message.MessageType;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each bound of a connection, broken by one client while another's publish goes on. */
@Timeout(60)
class RtmpBoundsTest {
    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private final TestingPublishReceiver innocent = new TestingPublishReceiver();
    private final TestingServer server = new TestingServer(
            TestingSettings.with(
                    """
                    handshake-timeout = 2s, idle-timeout = 3s, max-message-bytes = 64 KiB, max-chunk-size = 4096
                    max-chunk-streams = 4, max-amf-depth = 4, max-amf-bytes = 1000, max-streams-per-connection = 2
                    max-connections-per-address = 3
                    """),
            RtmpHandlers.publishOnly(requests::add));
    private TestingClient other;
    private int otherStream;

    @BeforeEach
    void publishInnocently() throws Exception {
        other = TestingClient.connected(server.address(), "live");
        otherStream = other.publish("innocent");
        requests.poll(30, TimeUnit.SECONDS).accept(innocent);
        assertThat(innocent.events.poll(30, TimeUnit.SECONDS)).isEqualTo("started");
    }

    @AfterEach
    void nothingElseWasHurt() throws Exception {
        other.sendMedia(MessageType.AUDIO, 1, otherStream, new byte[] {1});
        assertThat(innocent.events.poll(30, TimeUnit.SECONDS)).isEqualTo("AUDIO@1:01");
        other.close();
        server.close();
    }

    private TestingClient client() throws Exception {
        return TestingClient.connected(server.address(), "live");
    }

    private static void assertClosed(TestingClient client, String reason) throws Exception {
        CommandMessage status = client.awaitCommand("onStatus");
        assertThat(TestingClient.code(status)).isEqualTo("NetConnection.Connect.Closed");
        assertThat(TestingClient.description(status)).isEqualTo(reason);
        assertThat(client.awaitEnd()).isTrue();
    }

    @Test
    void aLargerMessageEndsTheConnection() throws Exception {
        try (TestingClient client = client()) {
            client.chunkSize(4096);
            client.sendMedia(MessageType.VIDEO, 0, 1, new byte[65_537]);
            assertClosed(client, "message: 65537 bytes (expected: <= 65536)");
        }
    }

    @Test
    void aLargerChunkSizeEndsTheConnection() throws Exception {
        try (TestingClient client = client()) {
            client.chunkSize(4097);
            assertClosed(client, "chunk size: 4097 (expected: 1 .. 4096)");
        }
    }

    @Test
    void moreChunkStreamsEndTheConnection() throws Exception {
        try (TestingClient client = client()) {
            for (int id = 4; id < 8; id++) {
                client.write(new byte[] {(byte) id, 0, 0, 0, 0, 0, 0, 8, 1, 0, 0, 0});
            }
            assertClosed(client, "chunk streams: 5 (expected: <= 4)");
        }
    }

    @Test
    void deeperAmfEndsTheConnection() throws Exception {
        AmfValue deep = AmfNull.NULL;
        for (int i = 0; i < 5; i++) {
            deep = new AmfStrictArray(List.of(deep));
        }
        try (TestingClient client = client()) {
            client.send(CommandMessage.of("x", 0, AmfNull.NULL, deep), 0);
            assertClosed(client, "AMF depth: 5 (expected: <= 4)");
        }
    }

    @Test
    void longerMetadataEndTheConnection() throws Exception {
        try (TestingClient client = client()) {
            int id = client.publish("ch");
            requests.poll(30, TimeUnit.SECONDS).accept(new TestingPublishReceiver());
            client.awaitStatus();
            client.send(DataMessage.of(new AmfString("onX"), new AmfString("x".repeat(1000))), id);
            assertThat(TestingClient.description(
                            client.awaitCommand(command -> command.name().equals("onStatus")
                                    && TestingClient.code(command).endsWith("Closed"))))
                    .isEqualTo("AMF length: 1009 bytes (expected: <= 1000)");
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void malformedCommandsEndTheConnection() throws Exception {
        try (TestingClient client = client()) {
            client.sendMedia(MessageType.COMMAND_AMF0, 0, 0, new byte[] {5});
            assertClosed(client, "a command begins with something else than its name");
        }
    }

    @Test
    void moreMessageStreamsEndTheConnection() throws Exception {
        try (TestingClient client = client()) {
            client.createStream();
            client.createStream();
            client.send(Requests.createStream(9), 0);
            CommandMessage error = client.awaitCommand("_error");
            assertThat(TestingClient.code(error)).isEqualTo("NetConnection.Call.Failed");
            assertClosed(client, "streams of this connection: 3 (expected: <= 2)");
        }
    }

    @Test
    void aDeletedMessageStreamsIdIsGivenOutAgain() throws Exception {
        try (TestingClient client = client()) {
            int first = client.createStream();
            assertThat(client.createStream()).isEqualTo(first + 1);
            for (int i = 0; i < 3; i++) {
                client.send(CommandMessage.of("deleteStream", 0, AmfNull.NULL, new AmfNumber(first)), 0);
                assertThat(client.createStream()).isEqualTo(first);
            }
        }
    }

    @Test
    void moreConnectionsOfAnAddressAreClosedUntilOneLeaves() throws Exception {
        TestingClient second = client();
        try (TestingClient third = client();
                TestingClient fourth = new TestingClient(server.address())) {
            assertThat(fourth.awaitEnd()).isTrue();
            second.close();
            boolean admitted = false;
            while (!admitted) {
                try (TestingClient fifth = client()) {
                    admitted = fifth.createStream() == 1;
                } catch (java.io.IOException e) {
                    admitted = false;
                }
            }
            assertThat(third.createStream()).isEqualTo(1);
        }
    }

    @Test
    void aSlowHandshakeEndsTheConnection() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.write(new byte[] {3, 0, 0});
            assertThat(client.awaitEnd()).isTrue();
            other.sendMedia(MessageType.AUDIO, 0, 99, new byte[] {1});
        }
    }

    @Test
    void silenceEndsTheConnection() throws Exception {
        try (TestingClient client = client()) {
            // The innocent one speaks each second meanwhile.
            for (int i = 0; i < 3; i++) {
                other.sendMedia(MessageType.AUDIO, 0, 99, new byte[] {1});
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
            assertClosed(client, "nothing received for PT3S");
        }
    }

    @Test
    void anotherProtocolIsClosedAtOnce() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.write("GET / HTTP/1.1\r\n\r\n".getBytes());
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void aCommandBeforeConnectEndsTheConnection() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.handshake();
            client.send(Requests.createStream(1), 0);
            assertThat(client.awaitEnd()).isTrue();
        }
    }
}
