package io.millrace.origin;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.admission.MemoryUse;
import io.millrace.admission.NodeLimits;
import io.millrace.auth.AccessDecision;
import io.millrace.auth.LiveRights;
import io.millrace.auth.RelayTickets;
import io.millrace.auth.Right;
import io.millrace.auth.TokenAuthority;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.EndReason;
import io.millrace.config.Settings;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.media.MediaKind;
import io.millrace.quota.BucketQuotas;
import io.millrace.relay.RelayServer;
import io.millrace.rtmp.connection.PlayTarget;
import io.millrace.rtmp.connection.RtmpPlayer;
import io.millrace.rtmp.connection.RtmpPlayerListener;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.webhook.RtmpCallbacks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The role as a whole, without a control plane: a publish goes in, a relay pulls it over a socket, segments are stored. */
class OriginTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");
    private static final Config CONFIG = ConfigFactory.parseString("akka.actor.provider = cluster\n"
                    + "akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }\n"
                    + "millrace.relay { host = 127.0.0.1, port = 0 }\n"
                    + "millrace.origin { reconnect-time = 200 ms, key-frame-wait = 200 ms }")
            .withFallback(ConfigFactory.load());

    private final ActorTestKit testKit = ActorTestKit.create(CONFIG);
    private final EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final RelayTickets tickets = new RelayTickets(
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
            Duration.ofMinutes(1),
            InstantSource.system());
    private final TestingObjectStore store = new TestingObjectStore();
    private final TestingChannel channel = new TestingChannel();
    private final OriginSettings settings = OriginSettings.from(CONFIG);
    private final TestingPublishRequest publisher = new TestingPublishRequest(CHANNEL, eventLoops.next());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Delivery delivery =
            new Delivery(DeliverySettings.from(Settings.of(CONFIG, "millrace.delivery")), meters);
    private final RelayServer relay =
            new RelayServer(settings.relay(), settings.rtmp(), eventLoops, eventLoops, tickets, delivery, meters);
    private final InetSocketAddress relayAddress =
            relay.bind().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    private final Origin origin = start();

    @AfterEach
    void stop() throws InterruptedException {
        origin.stop().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        relay.close().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        testKit.shutdownTestKit();
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void aRelayGetsWhatIsPublishedFromTheNewestKeyFrameToTheEnd() throws InterruptedException {
        origin.publishHandler().onPublish(publisher);
        publisher.send(MediaKind.VIDEO, 0, TestingMedia.avcConfig());
        publisher.send(MediaKind.VIDEO, 0, TestingMedia.avcKeyFrame(3000));
        publisher.send(MediaKind.VIDEO, 40, TestingMedia.avcInterFrame(200));
        TestingEdge edge = new TestingEdge();
        edge.play(tickets.issue(CHANNEL, TestingChannel.EPOCH));

        assertThat(edge.received.poll(30, TimeUnit.SECONDS)).isEqualTo(message(0, TestingMedia.avcConfig()));
        assertThat(edge.received.poll(30, TimeUnit.SECONDS)).isEqualTo(message(0, TestingMedia.avcKeyFrame(3000)));
        assertThat(edge.received.poll(30, TimeUnit.SECONDS)).isEqualTo(message(40, TestingMedia.avcInterFrame(200)));
        publisher.send(MediaKind.VIDEO, 80, TestingMedia.avcInterFrame(100));
        assertThat(edge.received.poll(30, TimeUnit.SECONDS)).isEqualTo(message(80, TestingMedia.avcInterFrame(100)));

        publisher.leave();
        assertThat(edge.closed.orTimeout(30, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(edge.statuses).contains("NetStream.Play.UnpublishNotify");
    }

    @Test
    void aRelayWithoutAGoodTicketGetsNothing() {
        origin.publishHandler().onPublish(publisher);
        TestingEdge edge = new TestingEdge();
        edge.play("forged");

        assertThat(edge.closed.orTimeout(30, TimeUnit.SECONDS).join()).isPresent();
        assertThat(edge.received).isEmpty();
    }

    @Test
    void whatIsPublishedIsStoredAndEntered() {
        origin.publishHandler().onPublish(publisher);
        publisher.send(MediaKind.VIDEO, 0, TestingMedia.avcConfig());
        for (int time = 0; time < 2500; time += 100) {
            publisher.send(
                    MediaKind.VIDEO,
                    time,
                    time % 1000 == 0 ? TestingMedia.avcKeyFrame(500) : TestingMedia.avcInterFrame(100));
        }
        publisher.leave();

        assertThat(channel.ended().orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(EndReason.PUBLISHER_LEFT);
        assertThat(channel.segments()).hasSize(3).allSatisfy(segment -> assertThat(store.objects())
                .containsKey("live/" + segment.key()));
    }

    @Test
    void anOriginThatStopsLetsPublishersAndRelaysGoInAnOrderlyWay() {
        origin.publishHandler().onPublish(publisher);
        publisher.send(MediaKind.VIDEO, 0, TestingMedia.avcConfig());
        publisher.send(MediaKind.VIDEO, 0, TestingMedia.avcKeyFrame(500));
        TestingEdge edge = new TestingEdge();
        edge.play(tickets.issue(CHANNEL, TestingChannel.EPOCH));
        assertThat(edge.playing.orTimeout(30, TimeUnit.SECONDS).join()).isNotNull();

        origin.stop().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(publisher.closed().join().description()).startsWith("ServiceUnavailable: ");
        assertThat(channel.ended().join()).isEqualTo(EndReason.CLOSED_BY_ORIGIN);
        assertThat(channel.segments()).hasSize(1);
        edge.closed.orTimeout(30, TimeUnit.SECONDS).join();
        TestingPublishRequest late = new TestingPublishRequest(CHANNEL, eventLoops.next());
        origin.publishHandler().onPublish(late);
        assertThat(late.refused()).isCompleted();
    }

    private Origin start() {
        ActorRef<ChannelCommand> actor = testKit.spawn(channel.behavior(new ChannelConfig("", 1, 3, "playlist.m3u8")));
        Bucket bucket = new Bucket(
                "live", BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, 10), Instant.EPOCH, 0);
        OriginServices services = new OriginServices(
                testKit.system(),
                relayAddress.getPort(),
                request -> CompletableFuture.completedFuture(new AccessDecision.Granted(
                        request.address().candidates().get(0), bucket, Right.LASTING)),
                new LiveRights(TokenAuthority.NONE, InstantSource.system()),
                new BucketQuotas(List::of, Optional::empty, System::nanoTime),
                RtmpCallbacks.none(),
                id -> actor,
                name -> testKit.system().<io.millrace.channel.BucketCommand>deadLetters(),
                store,
                new Admission(new NodeLimits(1, 100, 1, OptionalLong.empty(), 1), delivery, MemoryUse::now, meters),
                meters,
                InstantSource.system());
        Origin started = Origin.start(services, settings);
        relay.serveOrigin(started.relaySource());
        return started;
    }

    private static String message(int timestamp, ByteBuf payload) {
        String text = timestamp + " " + ByteBufUtil.hexDump(payload);
        payload.release();
        return text;
    }

    private final class TestingEdge implements RtmpPlayerListener {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> statuses = new LinkedBlockingQueue<>();
        private final CompletableFuture<StreamStatus> playing = new CompletableFuture<>();
        private final CompletableFuture<Optional<Throwable>> closed = new CompletableFuture<>();

        void play(String ticket) {
            PlayTarget target = new PlayTarget(
                    relayAddress,
                    "relay",
                    "rtmp://127.0.0.1:" + relayAddress.getPort() + "/relay",
                    "live/cam?epoch=" + TestingChannel.EPOCH + "&ticket=" + ticket);
            RtmpPlayer.connect(eventLoops.next(), target, settings.rtmp(), this);
        }

        @Override
        public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
            if (kind != MediaKind.SCRIPT) {
                received.add(timestamp + " " + ByteBufUtil.hexDump(payload));
            }
        }

        @Override
        public void onStatus(StreamStatus status) {
            statuses.add(status.code());
            if (status.code().equals("NetStream.Play.Start")) {
                playing.complete(status);
            }
        }

        @Override
        public void onClosed(Optional<Throwable> cause) {
            closed.complete(cause);
        }
    }
}
