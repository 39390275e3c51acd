package io.millrace.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Segment;
import io.millrace.channel.SessionSignal;
import io.millrace.media.MediaKind;
import io.millrace.origin.TestingMedia;
import io.millrace.origin.TestingObjectStore;
import io.millrace.origin.TestingPublishRequest;
import io.millrace.origin.feed.FeedFactory;
import io.millrace.origin.feed.FeedSettings;
import io.millrace.origin.feed.Feeds;
import io.millrace.origin.segment.SegmentBudget;
import io.millrace.origin.segment.SegmentSettings;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.stream.StreamLogSettings;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishSessionsTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");
    private static final long EPOCH = 7;
    private static final ChannelConfig CONFIG = new ChannelConfig("", 1, 3, "playlist.m3u8");
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ActorTestKit testKit = ActorTestKit.create();
    private final DefaultEventLoop eventLoop = new DefaultEventLoop();
    private final TestProbe<ChannelCommand> channel = testKit.createTestProbe();
    private final TestProbe<BucketCommand> bucket = testKit.createTestProbe();
    private final TestingObjectStore store = new TestingObjectStore();
    private final SegmentSettings segmentSettings =
            new SegmentSettings(1 << 20, 4096, Duration.ofSeconds(60), 3, 1 << 24);
    private final SegmentBudget budget = new SegmentBudget(segmentSettings);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestingPublishRequest request = new TestingPublishRequest(CHANNEL, eventLoop);

    @AfterEach
    void stop() throws InterruptedException {
        testKit.shutdownTestKit();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        assertThat(budget.pendingBytes()).isZero();
    }

    @Test
    void aGrantedPublisherIsAcceptedAndReported() {
        publish(sessions(settings()), false);
        ChannelCommand.StartPublish start = channel.expectMessageClass(ChannelCommand.StartPublish.class);
        assertThat(start.publisher().remoteAddress()).isEqualTo("192.0.2.7:50123");
        assertThat(start.takeOver()).isTrue();
        start.replyTo().tell(granted());

        assertThat(request.accepted().orTimeout(10, TimeUnit.SECONDS).join()).isNotNull();
        assertThat(next(ChannelCommand.Report.class).epoch()).isEqualTo(EPOCH);
        assertThat(next(ChannelCommand.Report.class).epoch()).isEqualTo(EPOCH);
    }

    @Test
    void aChannelIsCreatedThroughItsBucketWhereThatIsAllowed() {
        publish(sessions(settings()), true);
        next(ChannelCommand.StartPublish.class).replyTo().tell(new ChannelReply.NoSuchChannel(CHANNEL));

        BucketCommand.PutChannel put = bucket.expectMessageClass(BucketCommand.PutChannel.class);
        assertThat(put.channel()).isEqualTo("cam");
        assertThat(put.onlyIfAbsent()).isTrue();
        put.replyTo().tell(new BucketReply.Done());
        next(ChannelCommand.StartPublish.class).replyTo().tell(granted());

        assertThat(request.accepted().orTimeout(10, TimeUnit.SECONDS).join()).isNotNull();
    }

    @Test
    void anUnknownChannelIsRefusedWhereNoneIsCreated() {
        publish(sessions(settings()), false);
        next(ChannelCommand.StartPublish.class).replyTo().tell(new ChannelReply.NoSuchChannel(CHANNEL));

        assertRefused("NetStream.Publish.BadName", "NoSuchLiveChannel");
    }

    @Test
    void aFullBucketRefuses() {
        publish(sessions(settings()), true);
        next(ChannelCommand.StartPublish.class).replyTo().tell(new ChannelReply.NoSuchChannel(CHANNEL));
        bucket.expectMessageClass(BucketCommand.PutChannel.class).replyTo().tell(new BucketReply.TooManyChannels(100));

        assertRefused("NetStream.Publish.Rejected", "TooManyLiveChannels");
    }

    @Test
    void aDisabledChannelRefuses() {
        publish(sessions(settings()), false);
        next(ChannelCommand.StartPublish.class).replyTo().tell(new ChannelReply.Disabled(CHANNEL));

        assertRefused("NetStream.Publish.Rejected", "LiveChannelDisabled: ");
    }

    @Test
    void aChannelInUseRefuses() {
        publish(sessions(settings()), false);
        next(ChannelCommand.StartPublish.class).replyTo().tell(new ChannelReply.AlreadyPublishing(3, "192.0.2.1:1"));

        assertRefused("NetStream.Publish.BadName", "LiveChannelInUse");
    }

    @Test
    void aSilentControlPlaneIsAskedAgainWithTheSameAttempt() {
        publish(sessions(settings()), false);

        ChannelCommand.StartPublish first = next(ChannelCommand.StartPublish.class);
        ChannelCommand.StartPublish second = next(ChannelCommand.StartPublish.class);

        assertThat(second.attempt()).isEqualTo(first.attempt());
    }

    @Test
    void aGrantThatComesTooLateIsGivenBack() {
        publish(sessions(withStartTimeout(Duration.ofMillis(300))), false);
        ChannelCommand.StartPublish start = next(ChannelCommand.StartPublish.class);
        assertRefused("NetStream.Publish.Rejected", "ServiceUnavailable");
        start.replyTo().tell(granted());

        ChannelCommand.EndPublish end = next(ChannelCommand.EndPublish.class);
        assertThat(end.epoch()).isEqualTo(EPOCH);
        assertThat(end.reason()).isEqualTo(EndReason.CLOSED_BY_ORIGIN);
    }

    @Test
    void segmentsAreStoredAndThenEnteredInOrder() {
        start();
        sendVideo(3500);

        Segment first = seal();
        Segment second = seal();

        assertThat(first.sequence()).isEqualTo(100);
        assertThat(first.discontinuity()).isTrue();
        assertThat(first.epoch()).isEqualTo(EPOCH);
        assertThat(first.durationMillis()).isEqualTo(1000);
        assertThat(first.key()).matches("cam/\\d{13}00000007\\.ts");
        assertThat(store.objects().get("live/" + first.key())).hasSize((int) first.bytes());
        assertThat(second.sequence()).isEqualTo(101);
        assertThat(second.discontinuity()).isFalse();
        assertThat(second.startMillis()).isGreaterThan(first.startMillis());
    }

    @Test
    void aSessionEndsOnlyWhenItsLastSegmentIsEntered() {
        start();
        sendVideo(1500);
        request.leave();

        ChannelCommand.SealSegment first = next(ChannelCommand.SealSegment.class);
        first.replyTo().tell(new ChannelReply.Sealed(first.segment().sequence()));
        ChannelCommand.SealSegment last = next(ChannelCommand.SealSegment.class);
        assertThat(last.segment().sequence()).isEqualTo(101);
        assertThat(last.segment().durationMillis()).isEqualTo(500);
        last.replyTo().tell(new ChannelReply.Sealed(101));

        ChannelCommand.EndPublish end = next(ChannelCommand.EndPublish.class);
        assertThat(end.reason()).isEqualTo(EndReason.PUBLISHER_LEFT);
        end.replyTo().tell(new ChannelReply.Ended(EPOCH));
    }

    @Test
    void anEndThatIsNotAnsweredIsToldAgain() {
        start();
        request.leave();

        next(ChannelCommand.EndPublish.class);
        next(ChannelCommand.EndPublish.class).replyTo().tell(new ChannelReply.Ended(EPOCH));
    }

    @Test
    void aFailingStoreIsTriedAgainAndLeavesNoGap() {
        store.failNext(2);
        start();
        sendVideo(2500);

        assertThat(seal().sequence()).isEqualTo(100);
        assertThat(seal().sequence()).isEqualTo(101);
        assertThat(store.puts()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aSealThatIsNotAnsweredIsToldAgain() {
        start();
        sendVideo(1500);

        ChannelCommand.SealSegment lost = next(ChannelCommand.SealSegment.class);
        ChannelCommand.SealSegment again = next(ChannelCommand.SealSegment.class);

        assertThat(again.segment()).isEqualTo(lost.segment());
        assertThat(store.puts()).isEqualTo(1);
    }

    @Test
    void aSegmentIsEnteredUnderTheNumberThatTheChannelExpects() {
        start();
        sendVideo(1500);
        next(ChannelCommand.SealSegment.class).replyTo().tell(new ChannelReply.OutOfOrder(120));

        assertThat(seal().sequence()).isEqualTo(120);
    }

    @Test
    void whenTooManySegmentsWaitTheNewestIsLostAndTheNextIsADiscontinuity() {
        store.hold();
        start();
        sendVideo(4500);
        assertThat(dropped()).isEqualTo(1.0);
        store.release();
        seal();
        seal();
        seal();
        send(4500, 5500);

        Segment afterTheGap = seal();

        assertThat(afterTheGap.sequence()).isEqualTo(103);
        assertThat(afterTheGap.discontinuity()).isTrue();
    }

    @Test
    void aSignalledTakeOverCutsThePublisherAndEndsNothing() {
        ActorRef<SessionSignal> signals = start();
        store.hold();
        sendVideo(1500);
        signals.tell(new SessionSignal(CHANNEL, EPOCH, EndReason.TAKEN_OVER));

        assertThat(closedWith().description()).startsWith("TakenOver: ");
        store.release();
        channel.expectNoMessage(Duration.ofMillis(300));
        assertThat(store.objects()).isEmpty();
    }

    @Test
    void aFencedReportCutsThePublisher() {
        start();
        next(ChannelCommand.Report.class).replyTo().tell(new ChannelReply.Fenced(9, EndReason.DISABLED));

        assertThat(closedWith().description()).startsWith("LiveChannelDisabled: ");
    }

    @Test
    void aStoppingNodeClosesPublishersAndEntersTheirSegments() {
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        start(sessions);
        sendVideo(500);
        TestProbe<Done> done = testKit.createTestProbe();
        sessions.tell(new PublishSessions.Stop(WAIT, done.getRef()));

        assertThat(closedWith().description()).startsWith("ServiceUnavailable: ");
        seal();
        ChannelCommand.EndPublish end = next(ChannelCommand.EndPublish.class);
        assertThat(end.reason()).isEqualTo(EndReason.CLOSED_BY_ORIGIN);
        end.replyTo().tell(new ChannelReply.Ended(EPOCH));
        done.receiveMessage(WAIT);
    }

    @Test
    void aNodeStopsInTimeThoughNobodyAnswers() {
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        start(sessions);
        sendVideo(500);
        TestProbe<Done> done = testKit.createTestProbe();
        sessions.tell(new PublishSessions.Stop(Duration.ofMillis(300), done.getRef()));

        done.receiveMessage(WAIT);
    }

    @Test
    void aStoppingNodeTakesNoPublisher() {
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        start(sessions);
        sessions.tell(new PublishSessions.Stop(
                Duration.ofSeconds(1), testKit.<Done>createTestProbe().getRef()));
        TestingPublishRequest late = new TestingPublishRequest(CHANNEL, eventLoop);
        publish(sessions, late, false);

        assertThat(late.refused().orTimeout(10, TimeUnit.SECONDS).join().description())
                .startsWith("ServiceUnavailable: ");
    }

    @Test
    void aNodeTakesSoManyPublishersAndNotMore() {
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        publish(sessions, new TestingPublishRequest(CHANNEL, eventLoop), false);
        publish(sessions, new TestingPublishRequest(CHANNEL, eventLoop), false);
        publish(sessions, false);

        assertRefused("NetStream.Publish.Rejected", "ServiceUnavailable");
    }

    private ActorRef<SessionSignal> start() {
        return start(sessions(settings()));
    }

    private ActorRef<SessionSignal> start(ActorRef<PublishSessions.Command> sessions) {
        publish(sessions, false);
        ChannelCommand.StartPublish start = next(ChannelCommand.StartPublish.class);
        start.replyTo().tell(granted());
        return start.signals();
    }

    private void sendVideo(long untilMillis) {
        request.send(MediaKind.VIDEO, 0, TestingMedia.avcConfig());
        send(0, untilMillis);
    }

    /** Pictures every 50 ms, a key frame every second. */
    private void send(long from, long until) {
        for (long time = from; time < until; time += 50) {
            request.send(
                    MediaKind.VIDEO,
                    (int) time,
                    time % 1000 == 0 ? TestingMedia.avcKeyFrame(500) : TestingMedia.avcInterFrame(100));
        }
        eventLoop.submit(() -> {}).syncUninterruptibly();
    }

    private Segment seal() {
        ChannelCommand.SealSegment seal = next(ChannelCommand.SealSegment.class);
        seal.replyTo().tell(new ChannelReply.Sealed(seal.segment().sequence()));
        return seal.segment();
    }

    /** The next command of a kind; reports come in between, and are renewed unless asked for. */
    private <C extends ChannelCommand> C next(Class<C> type) {
        while (true) {
            ChannelCommand command = channel.receiveMessage(WAIT);
            if (type.isInstance(command)) {
                return type.cast(command);
            }
        }
    }

    private ActorRef<PublishSessions.Command> sessions(PublishSettings settings) {
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
                new OriginNode("akka://millrace@127.0.0.1:1#2", "127.0.0.1", 1940),
                id -> channel.getRef(),
                name -> bucket.getRef(),
                feeds,
                budget,
                store,
                meters)));
    }

    private void publish(ActorRef<PublishSessions.Command> sessions, boolean autoCreate) {
        publish(sessions, request, autoCreate);
    }

    private static void publish(
            ActorRef<PublishSessions.Command> sessions, TestingPublishRequest request, boolean autoCreate) {
        BucketSettings settings = new BucketSettings(BucketAcl.PRIVATE, false, autoCreate, true, 100);
        sessions.tell(new PublishSessions.Publish(
                request, CHANNEL, new Bucket("live", settings, Instant.EPOCH, 0), Optional.empty()));
    }

    private void assertRefused(String code, String description) {
        assertThat(request.refused().orTimeout(10, TimeUnit.SECONDS).join())
                .matches(status -> status.code().equals(code))
                .matches(status -> status.description().startsWith(description));
    }

    private StreamStatus closedWith() {
        return request.closed().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private double dropped() {
        return meters.counter("millrace.origin.segments.dropped").count();
    }

    private static ChannelReply.Granted granted() {
        return new ChannelReply.Granted(EPOCH, CONFIG, 100);
    }

    private static PublishSettings settings() {
        return withStartTimeout(Duration.ofSeconds(10));
    }

    private static PublishSettings withStartTimeout(Duration startTimeout) {
        return new PublishSettings(
                2,
                startTimeout,
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }
}
