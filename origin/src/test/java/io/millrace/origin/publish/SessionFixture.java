package io.millrace.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.admission.MemoryUse;
import io.millrace.admission.NodeLimits;
import io.millrace.auth.LiveRights;
import io.millrace.auth.Right;
import io.millrace.auth.TokenAuthority;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Segment;
import io.millrace.channel.SessionSignal;
import io.millrace.cluster.NodeStatus;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.media.MediaKind;
import io.millrace.origin.TestingMedia;
import io.millrace.origin.TestingObjectStore;
import io.millrace.origin.TestingPublishRequest;
import io.millrace.origin.feed.FeedFactory;
import io.millrace.origin.feed.FeedSettings;
import io.millrace.origin.feed.Feeds;
import io.millrace.origin.segment.SegmentBudget;
import io.millrace.origin.segment.SegmentSettings;
import io.millrace.quota.BucketQuotas;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.stream.StreamLogSettings;
import io.millrace.webhook.RtmpCallbacks;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** The sessions of a node whose channel, bucket, store and publisher are played by the test. */
abstract class SessionFixture {
    static final ChannelId CHANNEL = new ChannelId("live", "cam");
    static final long EPOCH = 7;
    static final ChannelConfig CONFIG = new ChannelConfig("", 1, 3, "playlist.m3u8");
    static final Duration WAIT = Duration.ofSeconds(30);

    final ActorTestKit testKit = ActorTestKit.create();
    final DefaultEventLoop eventLoop = new DefaultEventLoop();
    final TestProbe<ChannelCommand> channel = testKit.createTestProbe();
    final TestProbe<BucketCommand> bucket = testKit.createTestProbe();
    final TestingObjectStore store = new TestingObjectStore();
    final SegmentSettings segmentSettings = new SegmentSettings(1 << 20, 4096, Duration.ofSeconds(60), 3, 1 << 24);
    final SegmentBudget budget = new SegmentBudget(segmentSettings);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    volatile MemoryUse memory = new MemoryUse(0, 100, 0, 100);
    final Admission admission = new Admission(
            new NodeLimits(1, 2, 1, OptionalLong.empty(), 0.9),
            new Delivery(
                    new DeliverySettings(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(1), 1, 1, 0),
                    meters),
            () -> memory,
            meters);
    final TestingPublishRequest request = new TestingPublishRequest(CHANNEL, eventLoop);
    volatile List<NodeStatus> others = List.of();
    final BucketQuotas quotas = new BucketQuotas(() -> others, Optional::empty, System::nanoTime);
    private long lastSealed;

    @AfterEach
    void stop() throws InterruptedException {
        testKit.shutdownTestKit();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        assertThat(budget.pendingBytes()).isZero();
    }

    ActorRef<SessionSignal> start() {
        return start(sessions(settings()));
    }

    ActorRef<SessionSignal> start(ActorRef<PublishSessions.Command> sessions) {
        publish(sessions, false);
        ChannelCommand.StartPublish start = next(ChannelCommand.StartPublish.class);
        start.replyTo().tell(granted());
        return start.signals();
    }

    void sendVideo(long untilMillis) {
        request.send(MediaKind.VIDEO, 0, TestingMedia.avcConfig());
        send(0, untilMillis);
    }

    /** Pictures every 50 ms, a key frame every second. */
    void send(long from, long until) {
        for (long time = from; time < until; time += 50) {
            request.send(
                    MediaKind.VIDEO,
                    (int) time,
                    time % 1000 == 0 ? TestingMedia.avcKeyFrame(500) : TestingMedia.avcInterFrame(100));
        }
        eventLoop.submit(() -> {}).syncUninterruptibly();
    }

    /** Enters the next segment; on a busy machine one that is entered already may have been offered again before. */
    Segment seal() {
        ChannelCommand.SealSegment seal = next(ChannelCommand.SealSegment.class);
        while (seal.segment().sequence() <= lastSealed) {
            seal = next(ChannelCommand.SealSegment.class);
        }
        lastSealed = seal.segment().sequence();
        seal.replyTo().tell(new ChannelReply.Sealed(seal.segment().sequence()));
        return seal.segment();
    }

    /** The next command of a kind; reports come in between, and are renewed unless asked for. */
    <C extends ChannelCommand> C next(Class<C> type) {
        while (true) {
            ChannelCommand command = channel.receiveMessage(WAIT);
            if (type.isInstance(command)) {
                return type.cast(command);
            }
        }
    }

    ActorRef<PublishSessions.Command> sessions(PublishSettings settings) {
        FeedFactory feeds = new FeedFactory(
                new FeedSettings(10),
                segmentSettings,
                new StreamLogSettings(1 << 16, 1 << 20, Duration.ofSeconds(5)),
                4096,
                new Feeds(),
                InstantSource.system(),
                meters);
        return testKit.spawn(PublishSessions.create(new SessionServices(
                settings,
                admission,
                new LiveRights(TokenAuthority.NONE, InstantSource.system()),
                quotas,
                RtmpCallbacks.none(),
                new OriginNode("akka://millrace@127.0.0.1:1#2", "127.0.0.1", 1940),
                id -> channel.getRef(),
                name -> bucket.getRef(),
                feeds,
                budget,
                store,
                meters)));
    }

    void publish(ActorRef<PublishSessions.Command> sessions, boolean autoCreate) {
        publish(sessions, request, autoCreate);
    }

    static void publish(ActorRef<PublishSessions.Command> sessions, TestingPublishRequest request, boolean autoCreate) {
        publish(sessions, request, BucketSettings.of(BucketAcl.PRIVATE, false, autoCreate, true, false, 100));
    }

    static void publish(
            ActorRef<PublishSessions.Command> sessions, TestingPublishRequest request, BucketSettings settings) {
        publish(sessions, request, settings, Right.LASTING);
    }

    static void publish(
            ActorRef<PublishSessions.Command> sessions,
            TestingPublishRequest request,
            BucketSettings settings,
            Right right) {
        sessions.tell(new PublishSessions.Publish(
                request, CHANNEL, new Bucket("live", settings, Instant.EPOCH, 0), right, Optional.empty()));
    }

    void assertRefused(String code, String description) {
        assertThat(request.refused().orTimeout(30, TimeUnit.SECONDS).join())
                .matches(status -> status.code().equals(code))
                .matches(status -> status.description().startsWith(description));
    }

    StreamStatus closedWith() {
        return request.closed().orTimeout(30, TimeUnit.SECONDS).join();
    }

    double dropped() {
        return meters.counter("millrace.origin.segments.dropped").count();
    }

    static ChannelReply.Granted granted() {
        return new ChannelReply.Granted(EPOCH, CONFIG, 100);
    }

    static PublishSettings settings() {
        return withStartTimeout(Duration.ofSeconds(10));
    }

    static PublishSettings withStartTimeout(Duration startTimeout) {
        return settings(startTimeout, Duration.ofMillis(500), Duration.ofMillis(300));
    }

    static PublishSettings withKeyFrameWait(Duration keyFrameWait) {
        return settings(Duration.ofSeconds(10), Duration.ofMillis(500), keyFrameWait);
    }

    static PublishSettings withReconnectTime(Duration reconnectTime) {
        return settings(Duration.ofSeconds(10), reconnectTime, Duration.ofMillis(300));
    }

    private static PublishSettings settings(Duration startTimeout, Duration reconnectTime, Duration keyFrameWait) {
        return new PublishSettings(
                startTimeout,
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                reconnectTime,
                keyFrameWait,
                Duration.ofSeconds(5));
    }
}
