package io.millrace.controlplane.channel;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit.CommandResultWithReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelCommand.Configure;
import io.millrace.channel.ChannelCommand.EndPublish;
import io.millrace.channel.ChannelCommand.GetHistory;
import io.millrace.channel.ChannelCommand.Report;
import io.millrace.channel.ChannelCommand.SealSegment;
import io.millrace.channel.ChannelCommand.SetStatus;
import io.millrace.channel.ChannelCommand.StartPublish;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.millrace.channel.SessionRecord;
import io.millrace.channel.SessionSignal;
import io.millrace.controlplane.TestingObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One LiveChannel actor under test, which runs one command after another and checks that all can be serialized. */
final class TestingChannel {
    static final ChannelId ID = new ChannelId("live", "cam");
    static final ChannelConfig CONFIG = new ChannelConfig("a camera", 5, 3, "playlist.m3u8");
    static final ChannelSettings SETTINGS = new ChannelSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            4,
            20,
            3,
            Duration.ofMillis(100),
            Duration.ofMillis(400),
            3,
            Duration.ofSeconds(5),
            2,
            Duration.ofMinutes(2),
            1000);

    final TestingClock clock = new TestingClock();
    final TestingMembers members = new TestingMembers();
    final TestingObjectStore store = new TestingObjectStore();
    final RelayTickets tickets = new RelayTickets(new byte[32], Duration.ofMinutes(1), clock);
    final ChannelServices services;
    final TestProbe<SessionSignal> signals;
    final TestProbe<ClusterSharding.ShardCommand> shard;
    final EventSourcedBehaviorTestKit<ChannelMessage, ChannelEvent, ChannelState> kit;

    TestingChannel(ActorTestKit actors) {
        this(actors, ChannelCallbacks.NONE);
    }

    TestingChannel(ActorTestKit actors, ChannelCallbacks callbacks) {
        this.services =
                new ChannelServices(SETTINGS, members, tickets, store, clock, callbacks, new SimpleMeterRegistry());
        this.signals = actors.createTestProbe();
        this.shard = actors.createTestProbe();
        this.kit =
                EventSourcedBehaviorTestKit.create(actors.system(), LiveChannel.create(ID, services, shard.getRef()));
        kit.clear();
    }

    <R> CommandResultWithReply<ChannelMessage, ChannelEvent, ChannelState, R> run(
            Function<ActorRef<R>, ChannelCommand> command) {
        return kit.runCommand(command::apply);
    }

    ChannelReply.Configured create(ChannelStatus status) {
        return this.<ChannelReply.Configured>run(replyTo -> new Configure(CONFIG, status, false, replyTo))
                .reply();
    }

    ChannelReply.StatusSet set(ChannelStatus status) {
        return this.<ChannelReply.StatusSet>run(replyTo -> new SetStatus(status, replyTo))
                .reply();
    }

    ChannelReply.PublishDecision start(String attempt, OriginNode origin, boolean takeOver) {
        Publisher publisher = new Publisher("192.0.2.7:" + attempt.hashCode() % 10_000, Optional.empty());
        return this.<ChannelReply.PublishDecision>run(
                        replyTo -> new StartPublish(attempt, origin, publisher, takeOver, signals.getRef(), replyTo))
                .reply();
    }

    long live(String attempt) {
        return ((ChannelReply.Granted) start(attempt, TestingMembers.ORIGIN, true)).epoch();
    }

    ChannelReply.ReportReply report(long epoch) {
        return this.<ChannelReply.ReportReply>run(
                        replyTo -> new Report(epoch, MediaInfo.NONE, signals.getRef(), replyTo))
                .reply();
    }

    ChannelReply.SealReply seal(long epoch, long sequence) {
        return seal(segment(epoch, sequence));
    }

    ChannelReply.SealReply seal(Segment segment) {
        return this.<ChannelReply.SealReply>run(replyTo -> new SealSegment(segment, replyTo))
                .reply();
    }

    ChannelReply.Ended end(long epoch) {
        return end(epoch, EndReason.PUBLISHER_LEFT);
    }

    ChannelReply.Ended end(long epoch, EndReason reason) {
        return this.<ChannelReply.Ended>run(replyTo -> new EndPublish(epoch, reason, replyTo))
                .reply();
    }

    List<SessionRecord> history() {
        return ((ChannelReply.Sessions)
                        this.<ChannelReply.History>run(GetHistory::new).reply())
                .records();
    }

    ChannelState state() {
        return kit.getState();
    }

    static Segment segment(long epoch, long sequence) {
        long start = startOf(sequence);
        return new Segment(sequence, epoch, "cam/%013d%08d.ts".formatted(start, epoch), start, 5000, 700_000, false);
    }

    static long startOf(long sequence) {
        return 1_767_323_045_000L + sequence * 5000;
    }
}
