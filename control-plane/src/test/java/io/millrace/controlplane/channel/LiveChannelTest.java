package io.millrace.controlplane.channel;

import static io.millrace.controlplane.channel.TestingChannel.CONFIG;
import static io.millrace.controlplane.channel.TestingChannel.ID;
import static io.millrace.controlplane.channel.TestingMembers.ORIGIN;
import static io.millrace.controlplane.channel.TestingMembers.OTHER_ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelCommand.Configure;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelReply.NoSuchChannel;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.ChannelView;
import io.millrace.channel.EndReason;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.SessionRecord;
import io.millrace.channel.SessionSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveChannelTest {
    private final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private TestingChannel absent() {
        return new TestingChannel(actors);
    }

    private TestingChannel idle() {
        TestingChannel channel = absent();
        channel.create(ChannelStatus.ENABLED);
        return channel;
    }

    private TestingChannel disabled() {
        TestingChannel channel = absent();
        channel.create(ChannelStatus.DISABLED);
        return channel;
    }

    private TestingChannel deleted() {
        TestingChannel channel = idle();
        channel.<ChannelReply.Deletion>run(ChannelCommand.Delete::new);
        return channel;
    }

    @Test
    void anAbsentChannelKnowsNothing() {
        for (TestingChannel channel : List.of(absent(), deleted())) {
            NoSuchChannel none = new NoSuchChannel(ID);
            assertThat(channel.<ChannelReply.Description>run(ChannelCommand.Describe::new)
                            .reply())
                    .isEqualTo(none);
            assertThat(channel.<ChannelReply.Stat>run(ChannelCommand.GetStatus::new)
                            .reply())
                    .isEqualTo(none);
            assertThat(channel.<ChannelReply.History>run(ChannelCommand.GetHistory::new)
                            .reply())
                    .isEqualTo(none);
            assertThat(channel.<ChannelReply.WindowReply>run(ChannelCommand.GetWindow::new)
                            .reply())
                    .isEqualTo(none);
            assertThat(channel.<ChannelReply.Segments>run(replyTo ->
                                    new ChannelCommand.QuerySegments(Instant.EPOCH, Instant.MAX, 10, replyTo))
                            .reply())
                    .isEqualTo(none);
            assertThat(channel.<ChannelReply.Deletion>run(ChannelCommand.Delete::new)
                            .reply())
                    .isEqualTo(none);
            assertThat(channel.set(ChannelStatus.ENABLED)).isEqualTo(none);
            assertThat(channel.start("a", ORIGIN, true)).isEqualTo(none);
            assertThat(channel.report(7)).isEqualTo(new ChannelReply.Fenced(0, EndReason.DELETED));
            assertThat(channel.seal(7, 0)).isEqualTo(new ChannelReply.Fenced(0, EndReason.DELETED));
            assertThat(channel.end(7)).isEqualTo(new ChannelReply.Ended(7));
        }
    }

    @Test
    void aChannelIsCreatedOnceUnlessItMayBeOverwritten() {
        TestingChannel channel = absent();
        Instant created = channel.clock.instant();
        assertThat(channel.create(ChannelStatus.ENABLED)).isEqualTo(new ChannelReply.Done(created));

        channel.clock.pass(Duration.ofSeconds(1));
        var refused = channel.<ChannelReply.Configured>run(
                replyTo -> new Configure(CONFIG, ChannelStatus.DISABLED, true, replyTo));
        assertThat(refused.reply()).isEqualTo(new ChannelReply.AlreadyExists(created));
        assertThat(refused.hasNoEvents()).isTrue();

        channel.create(ChannelStatus.DISABLED);
        assertThat(channel.<ChannelReply.Description>run(ChannelCommand.Describe::new)
                        .reply())
                .isEqualTo(
                        new ChannelReply.Described(CONFIG, ChannelStatus.DISABLED, created, channel.clock.instant()));
    }

    @Test
    void aChannelKnowsTheNodesOfItsWatchers() {
        TestingChannel channel = idle();
        ActorRef<ChannelView> one = actors.<ChannelView>createTestProbe().getRef();
        ActorRef<ChannelView> two = actors.<ChannelView>createTestProbe().getRef();
        channel.kit.runCommand(new ChannelCommand.Watch(false, one));
        channel.kit.runCommand(new ChannelCommand.Watch(true, two));
        String here = one.path().address().toString();
        assertThat(channel.<ChannelReply.Watchers>run(ChannelCommand.GetWatchers::new)
                        .reply())
                .isEqualTo(new ChannelReply.Watchers(Set.of(here)));

        channel.kit.runCommand(new ChannelCommand.Unwatch(one));
        channel.kit.runCommand(new ChannelCommand.Unwatch(two));
        assertThat(channel.<ChannelReply.Watchers>run(ChannelCommand.GetWatchers::new)
                        .reply()
                        .nodes())
                .isEmpty();
    }

    @Test
    void anIdleChannelHasNoSession() {
        TestingChannel channel = idle();
        assertThat(channel.<ChannelReply.Stat>run(ChannelCommand.GetStatus::new).reply())
                .isEqualTo(new ChannelReply.Status(ChannelStatus.ENABLED, Optional.empty()));
        assertThat(channel.<ChannelReply.History>run(ChannelCommand.GetHistory::new)
                        .reply())
                .isEqualTo(new ChannelReply.Sessions(List.of()));
        assertThat(channel.report(1)).isInstanceOf(ChannelReply.Fenced.class);
        assertThat(channel.seal(1, 0)).isInstanceOf(ChannelReply.Fenced.class);
        assertThat(channel.end(1)).isEqualTo(new ChannelReply.Ended(1));
    }

    @Test
    void aDisabledChannelTakesNoPublisher() {
        TestingChannel channel = disabled();
        assertThat(channel.start("a", ORIGIN, true)).isEqualTo(new ChannelReply.Disabled(ID));
        channel.set(ChannelStatus.ENABLED);
        assertThat(channel.start("a", ORIGIN, true)).isInstanceOf(ChannelReply.Granted.class);
    }

    @Test
    void theEpochIsTheSequenceNumberOfPublishStarted() {
        TestingChannel channel = idle();
        assertThat(channel.start("a", ORIGIN, true)).isEqualTo(new ChannelReply.Granted(2, CONFIG, 0));
        channel.seal(2, 0);
        assertThat(channel.start("b", OTHER_ORIGIN, true)).isEqualTo(new ChannelReply.Granted(5, CONFIG, 1));
    }

    @Test
    void aLiveChannelIsNeitherConfiguredNorDeleted() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        assertThat(channel.create(ChannelStatus.ENABLED)).isEqualTo(new ChannelReply.StillLive(epoch));
        assertThat(channel.<ChannelReply.Deletion>run(ChannelCommand.Delete::new)
                        .reply())
                .isEqualTo(new ChannelReply.StillLive(epoch));
        channel.end(epoch);
        channel.signals.expectNoMessage(Duration.ofMillis(50));
        assertThat(channel.<ChannelReply.Deletion>run(ChannelCommand.Delete::new)
                        .reply())
                .isInstanceOf(ChannelReply.Done.class);
    }

    @Test
    void aSecondPublisherIsRefusedUnlessItMayTakeOver() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        assertThat(channel.start("b", OTHER_ORIGIN, false)).isInstanceOf(ChannelReply.AlreadyPublishing.class);
        assertThat(channel.state().isLive(epoch)).isTrue();
    }

    @Test
    void aTakeOverEndsTheOldSessionAndFencesItsOrigin() {
        TestingChannel channel = idle();
        long old = channel.live("a");
        channel.clock.pass(Duration.ofSeconds(3));
        long epoch = channel.live("b");

        assertThat(epoch).isGreaterThan(old);
        channel.signals.expectMessage(new SessionSignal(ID, old, EndReason.TAKEN_OVER));
        ChannelReply.Fenced fenced = new ChannelReply.Fenced(epoch, EndReason.TAKEN_OVER);
        assertThat(channel.report(old)).isEqualTo(fenced);
        assertThat(channel.seal(old, 0)).isEqualTo(fenced);
        assertThat(channel.end(old)).isEqualTo(new ChannelReply.Ended(old));
        assertThat(channel.state().isLive(epoch)).isTrue();
        assertThat(channel.state().past()).hasSize(1);
    }

    @Test
    void aRepeatedAttemptBeginsOneSessionOnly() {
        TestingChannel channel = idle();
        var first = channel.start("a", ORIGIN, true);
        assertThat(channel.start("a", ORIGIN, true)).isEqualTo(first);
        assertThat(channel.start("a", ORIGIN, false)).isEqualTo(first);
        assertThat(channel.state().past()).isEmpty();
    }

    @Test
    void anAttemptThatWasTakenOverDoesNotTakeTheChannelBackWhenRepeated() {
        TestingChannel channel = idle();
        channel.live("a");
        long epoch = channel.live("b");
        assertThat(channel.start("a", ORIGIN, true)).isInstanceOf(ChannelReply.AlreadyPublishing.class);
        assertThat(channel.state().isLive(epoch)).isTrue();
    }

    @Test
    void reportsRenewAndShowInTheStatus() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        assertThat(channel.report(epoch)).isEqualTo(new ChannelReply.Renewed(epoch));
        var status = (ChannelReply.Status)
                channel.<ChannelReply.Stat>run(ChannelCommand.GetStatus::new).reply();
        assertThat(status.live().orElseThrow().epoch()).isEqualTo(epoch);
        assertThat(status.live().orElseThrow().media()).contains(MediaInfo.NONE);
    }

    @Test
    void disablingEndsTheSessionAndTellsItsOrigin() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        assertThat(channel.set(ChannelStatus.DISABLED)).isInstanceOf(ChannelReply.Done.class);
        channel.signals.expectMessage(new SessionSignal(ID, epoch, EndReason.DISABLED));
        assertThat(channel.report(epoch)).isEqualTo(new ChannelReply.Fenced(epoch, EndReason.DISABLED));
        assertThat(channel.start("a", ORIGIN, true)).isEqualTo(new ChannelReply.Disabled(ID));
    }

    @Test
    void theOriginIsToldEvenAfterTheActorWasRestarted() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        channel.kit.restart();
        channel.set(ChannelStatus.DISABLED);
        channel.signals.expectMessage(new SessionSignal(ID, epoch, EndReason.DISABLED));
    }

    @Test
    void settingTheSameStatusChangesNothing() {
        TestingChannel channel = idle();
        assertThat(channel.<ChannelReply.StatusSet>run(
                                replyTo -> new ChannelCommand.SetStatus(ChannelStatus.ENABLED, replyTo))
                        .hasNoEvents())
                .isTrue();
    }

    @Test
    void theHistoryHasTheLastTenSessionsOnceEach() {
        TestingChannel channel = idle();
        for (int i = 0; i < 12; i++) {
            long epoch = channel.live("attempt " + i);
            channel.clock.pass(Duration.ofSeconds(1));
            channel.end(epoch);
            channel.end(epoch);
        }
        var history = (ChannelReply.Sessions) channel.<ChannelReply.History>run(ChannelCommand.GetHistory::new)
                .reply();
        assertThat(history.records()).hasSize(10).doesNotHaveDuplicates();
        assertThat(history.records()).extracting(SessionRecord::epoch).isSorted();
        assertThat(history.records()).extracting(SessionRecord::reason).containsOnly(EndReason.PUBLISHER_LEFT);
    }

    @Test
    void aSessionOfALostOriginEndsWhenItWasLastHeardOf() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        channel.clock.pass(Duration.ofSeconds(2));
        channel.report(epoch);
        Instant heard = channel.clock.instant();
        channel.clock.pass(Duration.ofSeconds(2));
        channel.members.lose(OTHER_ORIGIN);
        assertThat(channel.report(epoch)).isEqualTo(new ChannelReply.Renewed(epoch));
        heard = channel.clock.instant();
        channel.clock.pass(Duration.ofSeconds(2));
        channel.members.lose(ORIGIN);
        channel.signals.expectMessage(new SessionSignal(ID, epoch, EndReason.ORIGIN_LOST));
        assertThat(channel.state().past())
                .singleElement()
                .satisfies(past -> assertThat(past.record().reason()).isEqualTo(EndReason.ORIGIN_LOST));
        assertThat(channel.state().past().get(0).record().endedAt()).isEqualTo(heard);
    }

    @Test
    void afterARestartASessionOfALostOriginEndsWithItsLastSegment() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        channel.seal(epoch, 0);
        channel.members.loseUnseen(ORIGIN);
        channel.kit.restart();
        channel.signals.expectMessage(new SessionSignal(ID, epoch, EndReason.ORIGIN_LOST));
        SessionRecord record = channel.state().past().get(0).record();
        assertThat(record.endedAt()).isEqualTo(Instant.ofEpochMilli(TestingChannel.startOf(1)));
        channel.kit.restart();
        assertThat(channel.state().past()).hasSize(1);
    }

    @Test
    void aPublisherNeedNotTakeOverFromALostOrigin() {
        TestingChannel channel = idle();
        channel.live("a");
        channel.members.loseUnseen(ORIGIN);
        assertThat(channel.start("b", OTHER_ORIGIN, false)).isInstanceOf(ChannelReply.Granted.class);
        assertThat(channel.state().past().get(0).record().reason()).isEqualTo(EndReason.ORIGIN_LOST);
    }

    @Test
    void aChannelCreatedAgainGoesOnWithEpochAndMediaSequence() {
        TestingChannel channel = idle();
        long old = channel.live("a");
        channel.seal(old, 0);
        channel.end(old);
        channel.<ChannelReply.Deletion>run(ChannelCommand.Delete::new);
        channel.create(ChannelStatus.ENABLED);
        var granted = (ChannelReply.Granted) channel.start("b", ORIGIN, true);
        assertThat(granted.epoch()).isGreaterThan(old);
        assertThat(granted.nextSequence()).isEqualTo(1);
        var window = (ChannelReply.LiveWindow) channel.<ChannelReply.WindowReply>run(ChannelCommand.GetWindow::new)
                .reply();
        assertThat(window.window().segments()).isEmpty();
    }
}
