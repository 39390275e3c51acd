package io.millrace.controlplane.channel;

import static io.millrace.controlplane.channel.TestingChannel.ID;
import static io.millrace.controlplane.channel.TestingChannel.SETTINGS;
import static io.millrace.controlplane.channel.TestingChannel.segment;
import static io.millrace.controlplane.channel.TestingMembers.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.AudioInfo;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.ChannelView;
import io.millrace.channel.EndReason;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.millrace.channel.SessionSignal;
import io.millrace.channel.VideoInfo;
import io.millrace.controlplane.TestingObjectStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a channel does as time passes, and what it tells its watchers. */
class LiveChannelTimeTest {
    private static final Config CONFIG = ManualTime.config()
            .withFallback(PersistenceTestKitPlugin.getInstance().config());

    private final ActorTestKit actors = ActorTestKit.create(CONFIG);
    private final ManualTime time = ManualTime.get(actors.system());
    private final TestingClock clock = new TestingClock();
    private final RelayTickets tickets = new RelayTickets(new byte[32], Duration.ofMinutes(1), clock);
    private final TestProbe<SessionSignal> signals = actors.createTestProbe();
    private final TestProbe<ClusterSharding.ShardCommand> shard = actors.createTestProbe();
    private ActorRef<ChannelMessage> channel;

    @BeforeEach
    void create() {
        ChannelServices services = new ChannelServices(
                SETTINGS,
                new TestingMembers(),
                tickets,
                new TestingObjectStore(),
                clock,
                ChannelCallbacks.NONE,
                new SimpleMeterRegistry());
        channel = actors.spawn(LiveChannel.create(ID, services, shard.getRef()));
        TestProbe<ChannelReply.Configured> done = actors.createTestProbe();
        channel.tell(new ChannelCommand.Configure(ChannelConfig.DEFAULT, ChannelStatus.ENABLED, false, done.getRef()));
        done.receiveMessage();
    }

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    private long publish(String attempt) {
        TestProbe<ChannelReply.PublishDecision> decision = actors.createTestProbe();
        Publisher publisher = new Publisher("192.0.2.7:1", Optional.empty());
        channel.tell(
                new ChannelCommand.StartPublish(attempt, ORIGIN, publisher, true, signals.getRef(), decision.getRef()));
        return decision.expectMessageClass(ChannelReply.Granted.class).epoch();
    }

    private ChannelReply.ReportReply report(long epoch) {
        return report(epoch, MediaInfo.NONE);
    }

    private ChannelReply.ReportReply report(long epoch, MediaInfo media) {
        TestProbe<ChannelReply.ReportReply> reply = actors.createTestProbe();
        channel.tell(new ChannelCommand.Report(epoch, media, signals.getRef(), reply.getRef()));
        return reply.receiveMessage();
    }

    private void seal(long epoch, long sequence) {
        TestProbe<ChannelReply.SealReply> reply = actors.createTestProbe();
        channel.tell(new ChannelCommand.SealSegment(segment(epoch, sequence), reply.getRef()));
        reply.expectMessage(new ChannelReply.Sealed(sequence));
    }

    @Test
    void aSessionLastsAsLongAsItIsReported() {
        long epoch = publish("a");
        for (int i = 0; i < 5; i++) {
            time.timePasses(Duration.ofSeconds(9));
            assertThat(report(epoch)).isEqualTo(new ChannelReply.Renewed(epoch));
        }
        time.timePasses(Duration.ofSeconds(10));
        signals.expectMessage(new SessionSignal(ID, epoch, EndReason.LEASE_EXPIRED));
        assertThat(report(epoch)).isEqualTo(new ChannelReply.Fenced(epoch, EndReason.LEASE_EXPIRED));
    }

    @Test
    void theLeaseOfAnEndedSessionDoesNotEndTheNext() {
        publish("a");
        time.timePasses(Duration.ofSeconds(9));
        long epoch = publish("b");
        time.timePasses(Duration.ofSeconds(9));
        assertThat(report(epoch)).isEqualTo(new ChannelReply.Renewed(epoch));
    }

    @Test
    void aWatcherIsToldAtOnceAndOfEveryChange() {
        TestProbe<ChannelView> plain = actors.createTestProbe();
        TestProbe<ChannelView> withWindow = actors.createTestProbe();
        channel.tell(new ChannelCommand.Watch(false, plain.getRef()));
        channel.tell(new ChannelCommand.Watch(true, withWindow.getRef()));
        ChannelView idle = plain.receiveMessage();
        assertThat(idle.exists()).isTrue();
        assertThat(idle.route()).isEmpty();
        assertThat(idle.window()).isEmpty();
        assertThat(withWindow.receiveMessage().window().orElseThrow().segments())
                .isEmpty();

        long epoch = publish("a");
        ChannelView live = plain.receiveMessage();
        assertThat(live.revision()).isEqualTo(epoch).isGreaterThan(idle.revision());
        assertThat(live.route().orElseThrow().epoch()).isEqualTo(epoch);
        assertThat(live.route().orElseThrow().origin()).isEqualTo(ORIGIN);
        assertThat(tickets.admits(live.route().orElseThrow().ticket(), ID, epoch))
                .isTrue();
        withWindow.receiveMessage();

        seal(epoch, 0);
        assertThat(withWindow.receiveMessage().window().orElseThrow().segments())
                .extracting(Segment::sequence)
                .containsExactly(0L);
        assertThat(plain.receiveMessage().revision()).isEqualTo(epoch + 1);
        channel.tell(new ChannelCommand.Unwatch(plain.getRef()));
        seal(epoch, 1);
        withWindow.receiveMessage();
        plain.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void aWatcherIsToldThatNoneOfTheTracksIsForSegmentsOnceTheyHaveHadTimeToShow() {
        TestProbe<ChannelView> watcher = actors.createTestProbe();
        MediaInfo pictures = new MediaInfo(Optional.of(new VideoInfo("AV1", 0, 0, 0, 0)), Optional.empty());
        AudioInfo opus = new AudioInfo("OPUS", 48000, 2, 0);
        long epoch = publish("a");
        report(epoch, pictures);
        assertThat(watch(watcher).withoutSegments()).isFalse();
        clock.pass(Duration.ofSeconds(3));
        assertThat(watch(watcher).withoutSegments()).isTrue();
        report(epoch, new MediaInfo(pictures.video(), Optional.of(opus)));
        assertThat(watch(watcher).withoutSegments()).isTrue();
        report(epoch, new MediaInfo(pictures.video(), Optional.of(new AudioInfo("AAC", 48000, 2, 0))));
        assertThat(watch(watcher).withoutSegments()).isFalse();
        report(epoch, new MediaInfo(Optional.of(new VideoInfo("H265", 0, 0, 0, 0)), Optional.of(opus)));
        assertThat(watch(watcher).withoutSegments()).isFalse();
        report(epoch, MediaInfo.NONE);
        assertThat(watch(watcher).withoutSegments()).isFalse();
        report(epoch, new MediaInfo(Optional.of(new VideoInfo("of a later version", 0, 0, 0, 0)), Optional.empty()));
        assertThat(watch(watcher).withoutSegments()).isFalse();
    }

    private ChannelView watch(TestProbe<ChannelView> watcher) {
        channel.tell(new ChannelCommand.Watch(false, watcher.getRef()));
        return watcher.receiveMessage();
    }

    @Test
    void aWatcherThatDoesNotRepeatIsForgotten() {
        TestProbe<ChannelView> faithful = actors.createTestProbe();
        TestProbe<ChannelView> gone = actors.createTestProbe();
        long epoch = publish("a");
        channel.tell(new ChannelCommand.Watch(false, faithful.getRef()));
        channel.tell(new ChannelCommand.Watch(false, gone.getRef()));
        faithful.receiveMessage();
        gone.receiveMessage();
        for (int i = 0; i < 4; i++) {
            time.timePasses(Duration.ofSeconds(5));
            report(epoch);
            channel.tell(new ChannelCommand.Watch(false, faithful.getRef()));
            faithful.receiveMessage();
        }
        seal(epoch, 0);
        faithful.receiveMessage();
        gone.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void aWatcherTooManyIsAnsweredButNotKept() {
        for (int i = 0; i < SETTINGS.maxWatchers(); i++) {
            channel.tell(new ChannelCommand.Watch(
                    false, actors.<ChannelView>createTestProbe().getRef()));
        }
        TestProbe<ChannelView> late = actors.createTestProbe();
        channel.tell(new ChannelCommand.Watch(false, late.getRef()));
        late.receiveMessage();
        publish("a");
        late.expectNoMessage(Duration.ofMillis(50));
        channel.tell(new ChannelCommand.Watch(false, late.getRef()));
        assertThat(late.receiveMessage().route()).isPresent();
    }

    @Test
    void anIdleActorAsksToBeStoppedAndALiveOneDoesNot() {
        long epoch = publish("a");
        for (int i = 0; i < 20; i++) {
            time.timePasses(Duration.ofSeconds(9));
            report(epoch);
        }
        shard.expectNoMessage(Duration.ofMillis(50));
        time.timePasses(SETTINGS.lease());
        signals.receiveMessage();
        time.timePasses(SETTINGS.passivateAfter());
        assertThat(shard.receiveMessage()).isEqualTo(new ClusterSharding.Passivate<>(channel));
    }
}
