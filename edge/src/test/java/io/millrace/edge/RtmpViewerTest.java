package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfValue;
import io.millrace.channel.ChannelId;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.connection.PlayTarget;
import io.millrace.rtmp.connection.RtmpPlayer;
import io.millrace.rtmp.connection.RtmpPlayerListener;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.rtmp.connection.TestingClient;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class RtmpViewerTest {
    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge =
            new TestingEdge(cluster, "edge { publisher-wait = 1 s, grace = 300 ms, linger = 200 ms }");
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
    void aPlayerGetsTheNewestKeyFrameAtOnceAndIsToldOfTheEnd() throws Exception {
        Recorder recorder = new Recorder();
        PlayTarget target = new PlayTarget(
                edge.rtmpAddress(),
                "live",
                "rtmp://127.0.0.1:" + edge.rtmpAddress().getPort() + "/live",
                channel.channel());
        RtmpPlayer.connect(edge.loops().next(), target, edge.rtmp(), recorder);
        assertThat(recorder.until(event -> event.startsWith("VIDEO:1701")))
                .contains("SCRIPT", "VIDEO:1700", "AUDIO:af00");
        origin.end();
        cluster.idle(channel);
        assertThat(recorder.until(event -> event.startsWith("closed"))).contains("NetStream.Play.UnpublishNotify");
        Await.until("the viewer has left", () -> edge.viewers() == 0);
    }

    @Test
    void aPausedPlayerGetsNothingAndGoesOnAtTheNewestKeyFrame() throws Exception {
        try (TestingClient client = TestingClient.connected(edge.rtmpAddress(), "live")) {
            int id = client.play(channel.channel());
            awaitVideo(client, RtmpViewerTest::isKeyFrame);
            client.send(command("pause", new AmfBoolean(true), new AmfNumber(0)), id);
            client.awaitCommand("onStatus");
            origin.write(sample.from(900).frames());
            origin.write(sample.later(2100).until(2500).frames());
            awaitRelayed();
            client.send(command("pause", new AmfBoolean(false), new AmfNumber(0)), id);
            RawMessage first = awaitVideo(client, message -> true);
            assertThat(first.timestamp()).isGreaterThanOrEqualTo(2100);
        }
    }

    @Test
    void aPlayerChoosesSoundOrPicture() throws Exception {
        try (TestingClient client = TestingClient.connected(edge.rtmpAddress(), "live")) {
            int id = client.play(channel.channel());
            awaitVideo(client, RtmpViewerTest::isKeyFrame);
            client.send(command("receiveVideo", new AmfBoolean(false)), id);
            awaitAnswer(client);
            origin.write(sample.from(900).frames());
            RawMessage first = awaitMedia(client, MessageType.AUDIO, RtmpViewerTest::isConfiguration);
            assertThat(first.timestamp()).as("no step back").isGreaterThanOrEqualTo(900);
            assertThat(kindsUntil(client, 1900)).containsExactly(MessageType.AUDIO);

            client.send(command("receiveVideo", new AmfBoolean(true)), id);
            awaitAnswer(client);
            origin.write(sample.later(2100).frames());
            RawMessage picture = awaitVideo(client, RtmpViewerTest::isKeyFrame);
            assertThat(picture.timestamp()).as("no step back").isGreaterThanOrEqualTo(2100);
        }
    }

    @Test
    void aPlayerWaitsForThePublisher() throws Exception {
        ChannelId later = new ChannelId("live", "l" + UUID.randomUUID());
        cluster.idle(later);
        try (TestingClient client = TestingClient.connected(edge.rtmpAddress(), "live")) {
            client.play(later.channel());
            Await.until("the edge watches", () -> cluster.watchers(later) > 0);
            cluster.live(later, 1, origin);
            awaitVideo(client, RtmpViewerTest::isKeyFrame);
        }
    }

    @Test
    void aPlayerThatWaitsInVainIsToldSo() throws Exception {
        ChannelId idle = new ChannelId("live", "i" + UUID.randomUUID());
        cluster.idle(idle);
        for (String name : new String[] {idle.channel(), "none" + UUID.randomUUID()}) {
            try (TestingClient client = TestingClient.connected(edge.rtmpAddress(), "live")) {
                client.play(name);
                awaitStatus(client, "NetStream.Play.StreamNotFound");
                assertThat(client.awaitEnd()).isTrue();
            }
        }
        Await.until("the viewers have left", () -> edge.viewers() == 0);
    }

    @Test
    void aPlayerWithoutAccessIsRefused() throws Exception {
        try (TestingClient client = TestingClient.connected(edge.rtmpAddress(), "secret")) {
            client.play("a");
            awaitStatus(client, "NetStream.Play.Unauthorized");
        }
    }

    @Test
    void anEdgeHasSoManyPlayersOnly() throws Exception {
        try (TestingEdge small = new TestingEdge(cluster, "edge.max-viewers = 1");
                TestingClient one = TestingClient.connected(small.rtmpAddress(), "live");
                TestingClient two = TestingClient.connected(small.rtmpAddress(), "live")) {
            one.play(channel.channel());
            awaitVideo(one, RtmpViewerTest::isKeyFrame);
            two.play(channel.channel());
            awaitStatus(two, "NetStream.Play.Failed");
        }
    }

    @Test
    void playersAndHttpViewersShareOneRelay() throws Exception {
        try (TestingClient client = TestingClient.connected(edge.rtmpAddress(), "live");
                HttpClientConnection http = edge.connect().request("GET", "/" + channel + ".flv")) {
            client.play(channel.channel());
            awaitVideo(client, RtmpViewerTest::isKeyFrame);
            http.head();
            new FlvReader(http.body()).until(FlvReader.Tag::isKeyFrame);
            assertThat(origin.opened()).isEqualTo(1);
        }
    }

    /** Until all that the client has sent is done. */
    private static void awaitAnswer(TestingClient client) throws IOException {
        client.send(CommandMessage.of("getStreamLength", 5, AmfNull.NULL), 0);
        client.awaitCommand("_result");
    }

    private void awaitRelayed() {
        try (HttpClientConnection http = edge.connect().request("GET", "/" + channel + ".flv?gop=1")) {
            http.head();
            FlvReader flv = new FlvReader(http.body());
            flv.until(tag -> tag.timestamp() >= 2460);
        }
    }

    private static CommandMessage command(String name, AmfValue... arguments) {
        return CommandMessage.of(name, 0, AmfNull.NULL, arguments);
    }

    private static void awaitStatus(TestingClient client, String code) throws IOException {
        String status;
        do {
            status = client.awaitStatus();
        } while (!status.equals(code));
    }

    private static boolean isKeyFrame(RawMessage message) {
        int start = message.payload().readerIndex();
        return (message.payload().getUnsignedByte(start) & 0xf0) == 0x10
                && message.payload().getByte(start + 1) == 1;
    }

    private static boolean isConfiguration(RawMessage message) {
        return message.payload().getByte(message.payload().readerIndex() + 1) == 0;
    }

    private static RawMessage awaitVideo(TestingClient client, Predicate<RawMessage> wanted) throws IOException {
        return awaitMedia(client, MessageType.VIDEO, wanted);
    }

    /** The next message of that type that is as wanted, its payload released; what comes before is skipped. */
    private static RawMessage awaitMedia(TestingClient client, int typeId, Predicate<RawMessage> wanted)
            throws IOException {
        for (RawMessage message = client.next(); message != null; message = client.next()) {
            boolean found = message.typeId() == typeId && wanted.test(message);
            message.release();
            if (found) {
                return message;
            }
        }
        throw new IOException("closed by the server");
    }

    private static Set<Integer> kindsUntil(TestingClient client, int timestamp) throws IOException {
        Set<Integer> kinds = new HashSet<>();
        for (RawMessage message = client.next(); message != null; message = client.next()) {
            message.release();
            if (message.typeId() == MessageType.VIDEO || message.typeId() == MessageType.AUDIO) {
                kinds.add(message.typeId());
            }
            if (message.timestamp() >= timestamp) {
                return kinds;
            }
        }
        throw new IOException("closed by the server");
    }

    /** Notes what a player is told: a status's code, or a message's kind and its first two bytes. */
    private static final class Recorder implements RtmpPlayerListener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        List<String> until(Predicate<String> wanted) throws InterruptedException {
            List<String> seen = new ArrayList<>();
            do {
                String event = events.poll(30, TimeUnit.SECONDS);
                assertThat(event).as("after %s", seen).isNotNull();
                seen.add(event);
            } while (!wanted.test(seen.get(seen.size() - 1)));
            return seen;
        }

        @Override
        public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
            events.add(kind == MediaKind.SCRIPT ? "SCRIPT" : kind + ":" + hex(payload));
        }

        private static String hex(ByteBuf payload) {
            return String.format("%04x", payload.getUnsignedShort(payload.readerIndex()));
        }

        @Override
        public void onStatus(StreamStatus status) {
            events.add(status.code());
        }

        @Override
        public void onClosed(Optional<Throwable> cause) {
            events.add("closed");
        }
    }
}
