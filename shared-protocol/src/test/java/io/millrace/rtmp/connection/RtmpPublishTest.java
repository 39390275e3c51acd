package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.DataMessage;
import io.millrace.rtmp.message.MessageType;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RtmpPublishTest {
    private static final StreamStatus BAD_NAME = new StreamStatus("NetStream.Publish.BadName", "Not you.");

    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private final TestingPublishReceiver receiver = new TestingPublishReceiver();
    private final BlockingQueue<PlayRequest> plays = new LinkedBlockingQueue<>();
    private final TestingServer server = new TestingServer(
            TestingSettings.with("max-unfinished-bytes = 64 KiB"), RtmpHandlers.of(requests::add, plays::add));

    @AfterEach
    void stop() {
        server.close();
    }

    private String event() throws InterruptedException {
        return receiver.events.poll(30, TimeUnit.SECONDS);
    }

    private PublishRequest request() throws InterruptedException {
        return requests.poll(30, TimeUnit.SECONDS);
    }

    private TestingClient client(String app) throws Exception {
        return TestingClient.connected(server.address(), app);
    }

    @Test
    void mediaOfAnAcceptedPublishReachTheReceiver() throws Exception {
        try (TestingClient client = client("live")) {
            int id = client.publish("ch?token=secret");
            PublishRequest request = request();
            assertThat(request.address().candidates()).containsExactly(new ChannelId("live", "ch"));
            assertThat(request.address().parameter("token")).contains("secret");
            assertThat(request.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
            request.accept(receiver);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
            client.sendMedia(MessageType.VIDEO, 40, id, new byte[] {0x17, 1});
            client.sendMedia(MessageType.AUDIO, -1, id, new byte[] {(byte) 0xAF, 1});
            client.sendMedia(MessageType.AUDIO, 0, id, new byte[0]);
            client.send(CommandMessage.of("FCUnpublish", 9, AmfNull.NULL, new AmfString("ch?token=secret")), 0);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Unpublish.Success");
        }
        assertThat(List.of(event(), event(), event(), event()))
                .containsExactly("started", "VIDEO@40:1701", "AUDIO@4294967295:af01", "closed");
    }

    @Test
    void dataMessagesComeAsNameAndValueInAmf0() throws Exception {
        try (TestingClient client = client("live")) {
            int id = client.publish("ch");
            request().accept(receiver);
            AmfString name = new AmfString("onX");
            client.send(DataMessage.of(new AmfString("@setDataFrame"), name, new AmfBoolean(true)), id);
            client.send(DataMessage.of(new AmfString("@clearDataFrame"), name), id);
            client.send(new DataMessage(List.of(name, new AmfBoolean(false)), true), id);
            client.sendMedia(MessageType.DATA_AMF3, 5, id, hex("00" + "0200036f6e58" + "1103"));
            client.sendMedia(MessageType.DATA_AMF0, 6, id, hex("02"));
            client.sendMedia(MessageType.DATA_AMF0, 7, id, hex("05"));
            client.sendMedia(MessageType.DATA_AMF0, 8, id, new byte[0]);
            client.sendMedia(
                    MessageType.AGGREGATE, 100, id, hex("08" + "000002" + "000005" + "00000000" + "af01" + "0000000d"));
            assertThat(List.of(event(), event(), event(), event(), event()))
                    .containsExactly(
                            "started",
                            "SCRIPT@0:0200036f6e580101",
                            "SCRIPT@0:0200036f6e580100",
                            "SCRIPT@5:0200036f6e580101",
                            "AUDIO@100:af01");
        }
        assertThat(List.of(event(), event())).containsExactly("lost", "closed");
    }

    @Test
    void mediaOnTheConnectionsOwnMessageStreamAreOfTheStreamThatItPublishes() throws Exception {
        try (TestingClient client = client("live")) {
            client.sendMedia(MessageType.AUDIO, 0, 0, new byte[] {(byte) 0xAF, 1});
            client.createStream();
            client.publish("ch");
            client.sendMedia(MessageType.VIDEO, 20, 0, new byte[] {0x17, 0});
            request().accept(receiver);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
            client.sendMedia(MessageType.VIDEO, 40, 0, new byte[] {0x17, 1});
            assertThat(List.of(event(), event(), event())).containsExactly("started", "VIDEO@20:1700", "VIDEO@40:1701");
        }
    }

    @Test
    void mediaBeforeTheAnswerAreKept() throws Exception {
        try (TestingClient client = client("live")) {
            int id = client.publish("ch");
            client.sendMedia(MessageType.VIDEO, 0, id, new byte[] {0x17, 0});
            client.send(CommandMessage.of("getStreamLength", 5, AmfNull.NULL), 0);
            client.awaitCommand("_result");
            request().accept(receiver);
            assertThat(List.of(event(), event())).containsExactly("started", "VIDEO@0:1700");
        }
    }

    @Test
    void mediaBeforeTheAnswerAreBounded() throws Exception {
        try (TestingClient client = client("live")) {
            int id = client.publish("ch");
            for (int i = 0; i < 2; i++) {
                client.sendMedia(MessageType.VIDEO, 0, id, new byte[40_000]);
            }
            CommandMessage status = client.awaitCommand("onStatus");
            assertThat(TestingClient.description(status))
                    .contains("media before the publish was answered: 80000 bytes");
            assertThat(client.awaitEnd()).isTrue();
            request().accept(receiver);
        }
        assertThat(event()).isEqualTo("closed");
    }

    @Test
    void aRefusalIsAnErrorStatusAndTheEndOfTheConnection() throws Exception {
        try (TestingClient client = client("live")) {
            client.publish("ch");
            request().refuse(BAD_NAME);
            CommandMessage status = client.awaitCommand("onStatus");
            assertThat(TestingClient.code(status)).isEqualTo("NetStream.Publish.BadName");
            assertThat(TestingClient.description(status)).isEqualTo("Not you.");
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void aRefusalLeavesTheConnectionsOtherStreamsAlone() throws Exception {
        try (TestingClient client = client("live")) {
            client.play("one");
            TestingPlayReceiver player = new TestingPlayReceiver();
            plays.take().accept(player);
            int two = client.publish("two");
            request().refuse(BAD_NAME);
            assertThat(client.awaitCommand(RtmpPublishTest::isBadName)).isNotNull();
            client.send(Requests.publish(9, "three"), two);
            request().accept(receiver);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
            client.sendMedia(MessageType.AUDIO, 1, two, new byte[] {1});
            assertThat(List.of(event(), event())).containsExactly("started", "AUDIO@1:01");
            assertThat(player.events).containsExactly("started");
        }
    }

    @Test
    void aRequestIsAnsweredOnce() throws Exception {
        try (TestingClient client = client("live")) {
            client.publish("ch");
            PublishRequest request = request();
            request.accept(receiver);
            assertThatThrownBy(() -> request.refuse(BAD_NAME)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anAnswerThatComesTooLateHearsThatItIsOver() throws Exception {
        PublishRequest request;
        try (TestingClient client = client("live")) {
            int id = client.publish("ch");
            request = request();
            client.send(CommandMessage.of("deleteStream", 0, AmfNull.NULL, new AmfNumber(id)), 0);
            client.send(CommandMessage.of("getStreamLength", 5, AmfNull.NULL), 0);
            client.awaitCommand("_result");
            request.accept(receiver);
            assertThat(event()).isEqualTo("closed");
        }
    }

    @Test
    void aPublisherThatIsClosedHearsWhyAlthoughItsMediaAreUnread() throws Exception {
        try (TestingClient client = client("live")) {
            int id = client.publish("ch");
            request().accept(receiver);
            assertThat(event()).isEqualTo("started");
            client.sendMedia(MessageType.VIDEO, 0, id, new byte[100]);
            receiver.stream.close(BAD_NAME);
            for (int i = 0; i < 50; i++) {
                client.sendMedia(MessageType.VIDEO, i, id, new byte[1000]);
            }
            CommandMessage status =
                    client.awaitCommand(command -> command.name().equals("onStatus")
                            && TestingClient.code(command).endsWith("BadName"));
            assertThat(TestingClient.description(status)).isEqualTo("Not you.");
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void aSecondPublishInOneMessageStreamIsRefused() throws Exception {
        try (TestingClient client = client("live")) {
            int id = client.publish("ch");
            request().accept(receiver);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
            client.send(Requests.publish(9, "other"), id);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.BadName");
            client.send(Requests.play(9, "other"), id);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Play.Failed");
        }
    }

    @Test
    void aConnectionPublishesAndPlaysOneStreamEachAtATime() throws Exception {
        TestingPlayReceiver player = new TestingPlayReceiver();
        try (TestingClient client = client("live?token=t")) {
            int published = client.publish("one?token=t");
            request().accept(receiver);
            assertStatus(client, "NetStream.Publish.Start", "/live/one is now published.");
            int played = client.play("two");
            plays.take().accept(player);
            assertStatus(client, "NetStream.Play.Reset", "Playing and resetting stream.");
            assertStatus(client, "NetStream.Play.Start", "Started playing stream.");
            int other = client.publish("three");
            assertStatus(client, "NetStream.Publish.BadConnection", "Connection already publishing");
            client.send(Requests.play(9, "three"), other);
            assertStatus(client, "NetStream.Play.BadConnection", "Connection already playing");
            client.sendMedia(MessageType.AUDIO, 1, published, new byte[] {1});
            client.sendMedia(MessageType.AUDIO, 1, played, new byte[] {9});
            client.sendMedia(MessageType.AUDIO, 1, 99, new byte[] {9});
            client.send(CommandMessage.of("closeStream", 0, AmfNull.NULL), published);
            assertStatus(client, "NetStream.Unpublish.Success", "/live/one is now unpublished.");
            assertThat(List.of(event(), event(), event())).containsExactly("started", "AUDIO@1:01", "closed");
            assertThat(player.events).containsExactly("started");
            client.send(Requests.publish(9, "three"), other);
            request().accept(new TestingPublishReceiver());
            assertStatus(client, "NetStream.Publish.Start", "/live/three is now published.");
        }
    }

    private static void assertStatus(TestingClient client, String code, String description) throws Exception {
        CommandMessage status = client.awaitCommand("onStatus");
        assertThat(TestingClient.code(status)).isEqualTo(code);
        assertThat(TestingClient.description(status)).isEqualTo(description);
    }

    private static boolean isBadName(CommandMessage command) {
        return command.name().equals("onStatus") && TestingClient.code(command).equals("NetStream.Publish.BadName");
    }

    /** As Flash does with objectEncoding 3: AMF0 behind a zero byte, with single values in AMF3. */
    @Test
    void aClientOfAmf3PublishesAndIsAnsweredInKind() throws Exception {
        Map<String, AmfValue> amf3 = Map.of("objectEncoding", new AmfNumber(3));
        try (TestingClient client = TestingClient.connected(server.address(), "live", amf3)) {
            client.sendMedia(MessageType.COMMAND_AMF3, 0, 0, hex("00" + text("createStream") + number(2) + "05"));
            CommandMessage created = client.awaitCommand("_result");
            assertThat(created.amf3()).isTrue();
            assertThat(created.arguments()).containsExactly(new AmfNumber(1));
            String names = "11" + "06056368" + "11" + "06096c697665";
            client.sendMedia(MessageType.COMMAND_AMF3, 0, 1, hex("00" + text("publish") + number(3) + "1101" + names));
            PublishRequest request = request();
            assertThat(request.address().candidates()).containsExactly(new ChannelId("live", "ch"));
            request.accept(receiver);
            CommandMessage started = client.awaitCommand("onStatus");
            assertThat(started.amf3()).isTrue();
            assertThat(TestingClient.code(started)).isEqualTo("NetStream.Publish.Start");
            // onMetaData with a dynamic object {width: 640} and its integer.
            String object = "110a0b01" + "0b" + "7769647468" + "048500" + "01";
            client.sendMedia(
                    MessageType.DATA_AMF3, 0, 1, hex("00" + text("@setDataFrame") + text("onMetaData") + object));
            String amf0 = "03" + "0005" + "7769647468" + "00" + "4084000000000000" + "000009";
            assertThat(List.of(event(), event())).containsExactly("started", "SCRIPT@0:" + text("onMetaData") + amf0);
        }
    }

    private static String text(String value) {
        return String.format("02%04x", value.length()) + ByteBufUtil.hexDump(value.getBytes());
    }

    private static String number(double value) {
        return String.format("00%016x", Double.doubleToLongBits(value));
    }

    @Test
    void anAddressWithoutChannelAndAMissingRoleAreRefused() throws Exception {
        try (TestingServer origin =
                        new TestingServer(TestingSettings.with(""), RtmpHandlers.publishOnly(requests::add));
                TestingClient client = TestingClient.connected(origin.address(), "live")) {
            client.play("ch");
            CommandMessage status = client.awaitCommand("onStatus");
            assertThat(TestingClient.code(status)).isEqualTo("NetStream.Play.Failed");
            assertThat(TestingClient.description(status)).contains("edge");
            client.publish("a%2Fb");
            status = client.awaitCommand("onStatus");
            assertThat(TestingClient.code(status)).isEqualTo("NetStream.Publish.BadName");
            assertThat(client.awaitEnd()).isTrue();
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void theCommandsAroundAPublishAreAnswered() throws Exception {
        try (TestingClient client = client("live")) {
            AmfString name = new AmfString("ch");
            client.send(CommandMessage.of("releaseStream", 2, AmfNull.NULL, name), 0);
            assertThat(client.awaitCommand("_result").transactionId()).isEqualTo(2);
            client.send(CommandMessage.of("FCPublish", 3, AmfNull.NULL, name), 0);
            assertThat(client.awaitCommand("_result").transactionId()).isEqualTo(3);
            assertThat(TestingClient.code(client.awaitCommand("onFCPublish"))).isEqualTo("NetStream.Publish.Start");
            client.send(CommandMessage.of("_checkbw", 4, AmfNull.NULL), 0);
            assertThat(client.awaitCommand("_result").transactionId()).isEqualTo(4);
            client.send(CommandMessage.of("getStreamLength", 5, AmfNull.NULL, name), 0);
            assertThat(client.awaitCommand("_result").arguments()).containsExactly(new AmfNumber(0));
            client.send(CommandMessage.of("whatever", 6, AmfNull.NULL), 0);
            CommandMessage error = client.awaitCommand("_error");
            assertThat(error.transactionId()).isEqualTo(6);
            assertThat(TestingClient.code(error)).isEqualTo("NetConnection.Call.Failed");
            client.send(Requests.publish(7, "ch"), 5);
            assertThat(TestingClient.description(client.awaitCommand("_error"))).contains("message stream 5");
            client.send(Requests.connect(8, "live", ""), 0);
            assertThat(TestingClient.code(client.awaitCommand("_error"))).isEqualTo("NetConnection.Connect.Rejected");
            client.send(CommandMessage.of("createStream", 9, AmfNull.NULL).withAmf3(true), 0);
            CommandMessage inKind = client.awaitCommand("_result");
            assertThat(inKind.amf3()).isTrue();
        }
    }

    private static byte[] hex(String text) {
        return ByteBufUtil.decodeHexDump(text);
    }
}
