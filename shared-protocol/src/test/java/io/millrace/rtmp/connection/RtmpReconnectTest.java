package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfValue;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpMessage;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RtmpReconnectTest {
    private static final Map<String, AmfValue> RECONNECTS = Map.of("capsEx", new AmfNumber(1));

    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private final RtmpHandlers handlers = RtmpHandlers.publishOnly(requests::add);
    private final TestingServer here = new TestingServer(TestingSettings.with(""), handlers);
    private final TestingServer there = new TestingServer(TestingSettings.with(""), handlers);

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    private TestingPublishReceiver accepted() throws InterruptedException {
        TestingPublishReceiver receiver = new TestingPublishReceiver();
        requests.poll(30, TimeUnit.SECONDS).accept(receiver);
        assertThat(receiver.events.poll(30, TimeUnit.SECONDS)).isEqualTo("started");
        return receiver;
    }

    @Test
    void aPublisherThatCanReconnectMovesToWhereItIsAskedTo() throws Exception {
        try (TestingClient before = TestingClient.connected(here.address(), "live", RECONNECTS)) {
            int id = before.publish("ch");
            TestingPublishReceiver old = accepted();
            assertThat(old.stream.canReconnect()).isTrue();
            old.stream.requestReconnect(
                    Optional.of("rtmp://127.0.0.1:" + there.address().getPort() + "/live"), "This node is stopping.");
            URI target = URI.create(reconnectRequest(before).text("tcUrl").orElseThrow());
            try (TestingClient after =
                    TestingClient.connected(new InetSocketAddress("127.0.0.1", target.getPort()), "live", RECONNECTS)) {
                after.publish("ch");
                TestingPublishReceiver young = accepted();
                assertThat(young.stream.canReconnect()).isTrue();
                before.sendMedia(MessageType.AUDIO, 1, id, new byte[] {1});
                assertThat(old.events.poll(30, TimeUnit.SECONDS)).isEqualTo("AUDIO@1:01");
                before.send(CommandMessage.of("deleteStream", 0, AmfNull.NULL, new AmfNumber(id)), 0);
                assertThat(old.events.poll(30, TimeUnit.SECONDS)).isEqualTo("closed");
                assertThat(young.events).isEmpty();
            }
        }
    }

    @Test
    void aConnectionIsAskedOnceOnMessageStreamZero() throws Exception {
        try (TestingClient client = TestingClient.connected(here.address(), "live", RECONNECTS)) {
            client.publish("one");
            PublishedStream one = accepted().stream;
            one.requestReconnect(Optional.empty(), "This node is stopping.");
            one.requestReconnect(Optional.empty(), "This node is stopping.");
            AmfProperties info = reconnectRequest(client);
            assertThat(info.text("level")).contains("status");
            assertThat(info.text("description")).contains("This node is stopping.");
            assertThat(info.properties()).doesNotContainKey("tcUrl");
            assertThat(statusesUntilAnswer(client)).isZero();
        }
    }

    @Test
    void aPublisherThatHasNotAnnouncedItIsNotAsked() throws Exception {
        try (TestingClient client = TestingClient.connected(here.address(), "live")) {
            client.publish("ch");
            PublishedStream stream = accepted().stream;
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
            assertThat(stream.canReconnect()).isFalse();
            stream.requestReconnect(Optional.empty(), "This node is stopping.");
            assertThat(statusesUntilAnswer(client)).isZero();
        }
    }

    private static AmfProperties reconnectRequest(TestingClient client) throws Exception {
        for (RawMessage message = client.next(); ; message = client.next()) {
            try {
                if (message.typeId() == MessageType.COMMAND_AMF0
                        && RtmpMessage.read(message.typeId(), message.payload(), TestingClient.AMF)
                                instanceof CommandMessage command
                        && command.name().equals("onStatus")
                        && TestingClient.code(command).equals("NetConnection.Connect.ReconnectRequest")) {
                    assertThat(message.messageStreamId()).isZero();
                    assertThat(command.transactionId()).isZero();
                    assertThat(command.commandObject()).isEqualTo(AmfNull.NULL);
                    return (AmfProperties) command.arguments().get(0);
                }
            } finally {
                message.release();
            }
        }
    }

    /** How many onStatus come before the answer to a command that is sent now. */
    private static int statusesUntilAnswer(TestingClient client) throws Exception {
        client.send(CommandMessage.of("getStreamLength", 5, AmfNull.NULL), 0);
        int statuses = 0;
        while (!client.awaitCommand(any -> true).name().equals("_result")) {
            statuses++;
        }
        return statuses;
    }
}
