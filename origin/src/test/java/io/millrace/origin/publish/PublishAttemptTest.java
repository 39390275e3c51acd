package io.millrace.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.typed.ActorRef;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelCommand.LiveSession;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.cluster.BucketLoad;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import io.millrace.origin.TestingPublishRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PublishAttemptTest extends SessionFixture {
    @Test
    void aGrantedPublisherIsAcceptedAndReported() {
        publish(sessions(settings()), false);
        ChannelCommand.StartPublish start = channel.expectMessageClass(ChannelCommand.StartPublish.class);
        assertThat(start.publisher().remoteAddress()).isEqualTo("192.0.2.7:50123");
        assertThat(start.takeOver()).isTrue();
        start.replyTo().tell(granted());

        assertThat(request.accepted().orTimeout(30, TimeUnit.SECONDS).join()).isNotNull();
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

        assertThat(request.accepted().orTimeout(30, TimeUnit.SECONDS).join()).isNotNull();
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
    void aBucketWithAsManyLiveChannelsAsItMayRefusesOneMore() {
        others = List.of(node(new BucketLoad(1, 0, 0)));
        publish(sessions(settings()), request, limited(1));
        next(ChannelCommand.GetStatus.class)
                .replyTo()
                .tell(new ChannelReply.Status(ChannelStatus.ENABLED, Optional.empty()));

        assertRefused("NetStream.Publish.Rejected", "TooManyBucketPublishers: ");
    }

    @Test
    void whoTakesOverALiveChannelIsNoMore() {
        others = List.of(node(new BucketLoad(1, 0, 0)));
        publish(sessions(settings()), request, limited(1));
        LiveSession running = new LiveSession(EPOCH - 1, Instant.EPOCH, "192.0.2.8:1", Optional.empty());
        next(ChannelCommand.GetStatus.class)
                .replyTo()
                .tell(new ChannelReply.Status(ChannelStatus.ENABLED, Optional.of(running)));
        next(ChannelCommand.StartPublish.class).replyTo().tell(granted());

        assertThat(request.accepted().orTimeout(30, TimeUnit.SECONDS).join()).isNotNull();
        assertThat(quotas.announce()).containsValue(new BucketLoad(1, 0, 0));
    }

    @Test
    void aRefusedPublisherTakesNothingOfItsBucket() {
        publish(sessions(settings()), request, limited(1));
        next(ChannelCommand.StartPublish.class).replyTo().tell(new ChannelReply.Disabled(CHANNEL));
        assertRefused("NetStream.Publish.Rejected", "LiveChannelDisabled: ");

        TestingPublishRequest next = new TestingPublishRequest(CHANNEL, eventLoop);
        channel.awaitAssert(() -> {
            assertThat(quotas.announce()).isEmpty();
            return null;
        });
        publish(sessions(settings()), next, limited(1));
        next(ChannelCommand.StartPublish.class).replyTo().tell(granted());
        assertThat(next.accepted().orTimeout(30, TimeUnit.SECONDS).join()).isNotNull();
    }

    private static BucketSettings limited(int publishers) {
        return BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, 100)
                .withLimits(new BucketLimits(publishers, 0, 0));
    }

    private static NodeStatus node(BucketLoad live) {
        return new NodeStatus(
                "akka://millrace@127.0.0.1:2#3",
                Set.of(NodeStatus.ORIGIN),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NodeLoad.NONE,
                false,
                Map.of("live", live));
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

    /** Akka names an actor's logger after whoever asks for it first, which may be a timer of its own. */
    @Test
    void aPublisherThatHadToWaitIsLoggedUnderTheSessionsName() {
        publish(sessions(settings()), false);
        next(ChannelCommand.StartPublish.class);
        ChannelCommand.StartPublish second = next(ChannelCommand.StartPublish.class);

        LoggingTestKit.info("begins")
                .withLoggerName(PublishSession.class.getName())
                .expect(testKit.system(), () -> {
                    second.replyTo().tell(granted());
                    return second;
                });
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
    void aStoppingNodeTakesNoPublisher() {
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        start(sessions);
        sessions.tell(new PublishSessions.Stop(
                Duration.ofSeconds(1), testKit.<Done>createTestProbe().getRef()));
        TestingPublishRequest late = new TestingPublishRequest(CHANNEL, eventLoop);
        publish(sessions, late, false);

        assertThat(late.refused().orTimeout(30, TimeUnit.SECONDS).join().description())
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
}
