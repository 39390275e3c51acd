package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfObject;
import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfStrictArray;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.channel.ChannelId;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.chunk.ChunkWriter;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RtmpPlayTest {
    /** Notes what a player receives, as one text a call. */
    private static final class Notes implements RtmpPlayerListener {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
            events.add(kind + "@" + timestamp + ":" + ByteBufUtil.hexDump(payload));
        }

        @Override
        public void onStatus(StreamStatus status) {
            events.add(status.code());
        }

        @Override
        public void onClosed(Optional<Throwable> cause) {
            events.add("closed " + cause.map(Object::toString).orElse("in peace"));
        }

        String next() throws InterruptedException {
            return events.poll(30, TimeUnit.SECONDS);
        }
    }

    private final BlockingQueue<PlayRequest> requests = new LinkedBlockingQueue<>();
    private final TestingPlayReceiver receiver = new TestingPlayReceiver();
    private final RtmpConnectionSettings settings = TestingSettings.with("outgoing-chunk-size = 200");
    private final TestingServer server = new TestingServer(settings, RtmpHandlers.playOnly(requests::add));
    private final Notes notes = new Notes();

    @AfterEach
    void stop() {
        server.close();
    }

    private PlayRequest request() throws InterruptedException {
        return requests.poll(30, TimeUnit.SECONDS);
    }

    private String event() throws InterruptedException {
        return receiver.events.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void aPlayerThatAnnouncesFourCcsIsKnownByThem() throws Exception {
        Map<String, AmfValue> hevc =
                Map.of("fourCcList", new AmfStrictArray(List.of(new AmfString("vp09"), new AmfString("hvc1"))));
        try (TestingClient client = TestingClient.connected(server.address(), "live", hevc)) {
            client.play("ch");
            assertThat(request().knowsFourCcs()).isTrue();
        }
        try (TestingClient client = TestingClient.connected(server.address(), "live")) {
            client.play("ch");
            assertThat(request().knowsFourCcs()).isFalse();
        }
    }

    @Test
    void aPlayerIsSentToAnotherServerAndToldSoOnItsStream() throws Exception {
        try (TestingClient client = TestingClient.connected(server.address(), "live")) {
            client.play("ch");
            request().redirect("rtmp://edge/live", "ch?token=t", new StreamStatus("NetStream.Play.Failed", "No edge."));
            CommandMessage rejected = client.awaitCommand("onStatus");
            assertThat(TestingClient.code(rejected)).isEqualTo("NetConnection.Connect.Rejected");
            assertThat(TestingClient.description(rejected)).isEqualTo("No edge.");
            AmfProperties info = (AmfProperties) rejected.arguments().get(0);
            assertThat(info.properties().get("ex"))
                    .isEqualTo(AmfObject.builder()
                            .put("code", 302)
                            .put("redirect", "rtmp://edge/live")
                            .put("redirect2", "rtmp://edge/live/ch?token=t")
                            .build());
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Play.Failed");
            client.play("ch");
            assertThat(request()).isNotNull();
        }
    }

    private RtmpPlayer player(InetSocketAddress address, String name) {
        PlayTarget target = new PlayTarget(address, "relay", "rtmp://127.0.0.1/relay", name);
        return RtmpPlayer.connect(server.loops().next(), target, settings, notes);
    }

    private void send(int typeId, int timestamp, byte[] payload) {
        ByteBuf out = Unpooled.buffer();
        ChunkWriter.write(
                out, 7, typeId, timestamp, receiver.stream.messageStreamId(), Unpooled.wrappedBuffer(payload), 200);
        receiver.stream.channel().writeAndFlush(out);
    }

    @Test
    void aPlayerReceivesWhatIsWrittenToItsChannel() throws Exception {
        RtmpPlayer player = player(server.address(), "bucket1/ch?epoch=7&ticket=x");
        PlayRequest request = request();
        assertThat(request.address().candidates()).containsExactly(new ChannelId("bucket1", "ch"));
        assertThat(request.address().parameter("epoch")).contains("7");
        request.accept(receiver);
        assertThat(event()).isEqualTo("started");
        assertThat(notes.next()).isEqualTo("NetStream.Play.Reset");
        assertThat(notes.next()).isEqualTo("NetStream.Play.Start");
        // |RtmpSampleAccess is a data message like any other.
        assertThat(notes.next()).startsWith("SCRIPT@0:0200117c52746d70");
        byte[] large = new byte[1000];
        send(MessageType.VIDEO, 40, large);
        send(MessageType.AUDIO, -5, new byte[] {(byte) 0xAF});
        assertThat(notes.next()).isEqualTo("VIDEO@40:" + ByteBufUtil.hexDump(large));
        assertThat(notes.next()).isEqualTo("AUDIO@-5:af");
        receiver.stream.publisherGone();
        assertThat(notes.next()).isEqualTo("NetStream.Play.UnpublishNotify");
        player.close();
        assertThat(notes.next()).isEqualTo("closed in peace");
        assertThat(event()).isEqualTo("closed");
    }

    @Test
    void aRefusedPlayerIsToldAndClosed() throws Exception {
        player(server.address(), "bucket1/ch");
        request().refuse(new StreamStatus("NetStream.Play.StreamNotFound", "None here."));
        assertThat(notes.next()).isEqualTo("NetStream.Play.StreamNotFound");
        assertThat(notes.next()).endsWith("RtmpRefusedException: NetStream.Play.StreamNotFound: None here.");
    }

    @Test
    void aPlayerWhoseStreamIsClosedIsToldWhy() throws Exception {
        player(server.address(), "bucket1/ch");
        request().accept(receiver);
        assertThat(event()).isEqualTo("started");
        receiver.stream.close(new StreamStatus("NetStream.Play.Failed", "Over."));
        List<String> told = new ArrayList<>();
        for (String text = notes.next(); !text.startsWith("closed"); text = notes.next()) {
            told.add(text);
        }
        assertThat(told).endsWith("NetStream.Play.Failed");
        assertThat(event()).isEqualTo("closed");
    }

    @Test
    void aPlayerThatCannotConnectIsToldSo() throws Exception {
        server.listener().close().toCompletableFuture().join();
        player(server.address(), "bucket1/ch");
        assertThat(notes.next()).contains("ConnectException");
        player(InetSocketAddress.createUnresolved("no.such.host.invalid", 1), "bucket1/ch");
        assertThat(notes.next()).contains("UnknownHostException");
    }

    @Test
    void aPlayerThatIsClosedAtOnceIsToldOnce() throws Exception {
        player(server.address(), "bucket1/ch").close();
        assertThat(notes.next()).isEqualTo("closed in peace");
        server.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        assertThat(notes.events).isEmpty();
    }

    @Test
    void aPlayerGivesUpASilentServer() throws Exception {
        PlayTarget target = new PlayTarget(server.address(), "live", "rtmp://127.0.0.1/live", "ch");
        RtmpPlayer.connect(server.loops().next(), target, TestingSettings.with("idle-timeout = 1s"), notes);
        assertThat(notes.next())
                .isEqualTo("closed io.millrace.rtmp.message.RtmpProtocolException: nothing received for PT1S");
    }

    @Test
    void pauseSelectAndSeekAreAnswered() throws Exception {
        try (TestingClient client = TestingClient.connected(server.address(), "live")) {
            int id = client.play("ch");
            client.send(CommandMessage.of("receiveAudio", 0, AmfNull.NULL, new AmfBoolean(false)), id);
            client.send(CommandMessage.of("getStreamLength", 5, AmfNull.NULL), 0);
            client.awaitCommand("_result");
            request().accept(receiver);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Play.Reset");
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Play.Start");
            client.send(CommandMessage.of("receiveVideo", 0, AmfNull.NULL, new AmfBoolean(false)), id);
            client.send(CommandMessage.of("pause", 0, AmfNull.NULL, new AmfBoolean(true), new AmfNumber(1)), id);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Pause.Notify");
            client.send(CommandMessage.of("pause", 0, AmfNull.NULL, new AmfBoolean(false), new AmfNumber(1)), id);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Unpause.Notify");
            client.send(CommandMessage.of("seek", 0, AmfNull.NULL, new AmfNumber(1000)), id);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Seek.Failed");
            client.send(CommandMessage.of("closeStream", 0, AmfNull.NULL), id);
            assertThat(List.of(event(), event(), event(), event(), event(), event()))
                    .containsExactly(
                            "started",
                            "audio false video true",
                            "audio false video false",
                            "paused",
                            "resumed",
                            "closed");
        }
    }

    @Test
    void aPlayOrPlay2SwitchesToAnotherStream() throws Exception {
        TestingPlayReceiver second = new TestingPlayReceiver();
        try (TestingClient client = TestingClient.connected(server.address(), "live")) {
            int id = client.play("one");
            request().accept(receiver);
            client.send(Requests.play(0, "two"), id);
            PlayRequest request = request();
            assertThat(request.address().bareChannel()).contains("two");
            request.accept(second);
            assertThat(List.of(event(), event())).containsExactly("started", "closed");
            AmfObject parameters =
                    AmfObject.builder().put("streamName", "three").build();
            client.send(CommandMessage.of("play2", 0, AmfNull.NULL, parameters), id);
            assertThat(request().address().bareChannel()).contains("three");
            assertThat(List.of(second.events.take(), second.events.take())).containsExactly("started", "closed");
        }
    }

    @Test
    void aMissingRoleAndAnAddressWithoutChannelAreRefused() throws Exception {
        try (TestingClient client = TestingClient.connected(server.address(), "live")) {
            client.play("..");
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Play.StreamNotFound");
            client.publish("ch");
            CommandMessage status = client.awaitCommand("onStatus");
            assertThat(TestingClient.code(status)).isEqualTo("NetStream.Publish.Failed");
            assertThat(TestingClient.description(status)).contains("origin");
        }
    }

    @Test
    void aPingIsAnsweredAndWindowsAreAcknowledged() throws Exception {
        try (TestingClient client = TestingClient.connected(server.address(), "live")) {
            client.send(UserControl.pingRequest(77), 0);
            assertThat(awaitPayload(client, MessageType.USER_CONTROL)).isEqualTo("00070000004d");
            client.send(new io.millrace.rtmp.message.WindowAcknowledgementSize(1), 0);
            assertThat(awaitPayload(client, MessageType.ACKNOWLEDGEMENT)).hasSize(8);
            client.send(
                    new io.millrace.rtmp.message.SetPeerBandwidth(
                            5000, io.millrace.rtmp.message.SetPeerBandwidth.Limit.HARD),
                    0);
            assertThat(awaitPayload(client, MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE))
                    .isEqualTo("00001388");
        }
    }

    private static String awaitPayload(TestingClient client, int typeId) throws Exception {
        for (RawMessage message = client.next(); ; message = client.next()) {
            String payload = ByteBufUtil.hexDump(message.payload());
            int found = message.typeId();
            message.release();
            if (found == typeId) {
                return payload;
            }
        }
    }
}
