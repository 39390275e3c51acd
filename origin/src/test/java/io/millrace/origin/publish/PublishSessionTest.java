package io.millrace.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.millrace.auth.Right;
import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.RefererRules;
import io.millrace.channel.Segment;
import io.millrace.channel.SessionSignal;
import io.millrace.rtmp.connection.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PublishSessionTest extends SessionFixture {
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
    void aBucketWithoutHlsGetsNoSegments() {
        publish(sessions(settings()), request, BucketSettings.of(BucketAcl.PRIVATE, false, false, true, true, 100));
        next(ChannelCommand.StartPublish.class).replyTo().tell(granted());
        sendVideo(3500);
        ChannelCommand.Report report = next(ChannelCommand.Report.class);
        assertThat(report.epoch()).isEqualTo(EPOCH);
        request.leave();

        ChannelCommand command = channel.receiveMessage(WAIT);
        while (command instanceof ChannelCommand.Report) {
            command = channel.receiveMessage(WAIT);
        }
        assertThat(command).isInstanceOf(ChannelCommand.EndPublish.class);
        ((ChannelCommand.EndPublish) command).replyTo().tell(new ChannelReply.Ended(EPOCH));
        assertThat(store.puts()).isZero();
    }

    @Test
    void aPublisherIsClosedWhenItsRightIsOverAndItsSegmentsAreEntered() {
        BucketSecurity ending = new BucketSecurity(
                Optional.empty(), false, false, AddressRules.ANY, AddressRules.ANY, RefererRules.ANY, true, 0);
        BucketSettings settings = BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, 100);
        Right right = Right.until(Instant.now().plusSeconds(1));
        publish(sessions(settings()), request, settings.withSecurity(ending), right);
        next(ChannelCommand.StartPublish.class).replyTo().tell(granted());
        sendVideo(500);

        assertThat(closedWith())
                .isEqualTo(new StreamStatus(
                        "NetStream.Publish.Denied", "AccessDenied: The right to publish has expired."));
        seal();
        ChannelCommand.EndPublish end = next(ChannelCommand.EndPublish.class);
        assertThat(end.reason()).isEqualTo(EndReason.CLOSED_BY_ORIGIN);
        end.replyTo().tell(new ChannelReply.Ended(EPOCH));
    }

    @Test
    void aPublisherOutlivesItsRightWhereTheBucketDoesNotMind() {
        BucketSettings settings = BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, 100);
        publish(
                sessions(settings()),
                request,
                settings,
                Right.until(Instant.now().minusSeconds(1)));
        next(ChannelCommand.StartPublish.class).replyTo().tell(granted());
        sendVideo(1500);

        seal();
        assertThat(request.closed()).isNotDone();
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
    void aStoppingNodeClosesAPublisherBeforeItsNextKeyFrame() {
        ActorRef<PublishSessions.Command> sessions = sessions(withKeyFrameWait(WAIT));
        start(sessions);
        sendVideo(500);
        TestProbe<Done> done = testKit.createTestProbe();
        sessions.tell(new PublishSessions.Stop(WAIT.multipliedBy(2), done.getRef()));
        done.expectNoMessage(Duration.ofMillis(200));
        send(500, 1000);
        assertThat(request.closed()).isNotDone();
        send(1000, 1050);

        assertThat(closedWith().description()).startsWith("ServiceUnavailable: ");
        assertThat(seal().durationMillis()).isEqualTo(1000);
        next(ChannelCommand.EndPublish.class).replyTo().tell(new ChannelReply.Ended(EPOCH));
        done.receiveMessage(WAIT);
    }

    @Test
    void aPublisherThatCanReconnectIsAskedToAndHasTimeForIt() {
        request.thatCanReconnect();
        ActorRef<PublishSessions.Command> sessions = sessions(withReconnectTime(WAIT));
        ActorRef<SessionSignal> signals = start(sessions);
        TestProbe<Done> done = testKit.createTestProbe();
        sessions.tell(new PublishSessions.Stop(WAIT, done.getRef()));

        assertThat(request.reconnectRequested().orTimeout(30, TimeUnit.SECONDS).join())
                .isEmpty();
        sendVideo(1500);
        assertThat(request.closed()).isNotDone();
        seal();
        signals.tell(new SessionSignal(CHANNEL, EPOCH, EndReason.TAKEN_OVER));
        assertThat(closedWith().description()).startsWith("TakenOver: ");
        done.receiveMessage(WAIT);
    }

    @Test
    void aPublisherThatWasAskedToMoveAndStaysIsClosed() {
        request.thatCanReconnect();
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        start(sessions);
        sendVideo(500);
        TestProbe<Done> done = testKit.createTestProbe();
        sessions.tell(new PublishSessions.Stop(WAIT, done.getRef()));

        assertThat(closedWith().description()).startsWith("ServiceUnavailable: ");
        seal();
        next(ChannelCommand.EndPublish.class).replyTo().tell(new ChannelReply.Ended(EPOCH));
        done.receiveMessage(WAIT);
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
}
