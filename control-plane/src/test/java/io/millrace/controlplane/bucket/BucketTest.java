package io.millrace.controlplane.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketCommand.CreateBucket;
import io.millrace.channel.BucketCommand.DeleteBucket;
import io.millrace.channel.BucketCommand.DeleteChannel;
import io.millrace.channel.BucketCommand.GetBucket;
import io.millrace.channel.BucketCommand.ListChannels;
import io.millrace.channel.BucketCommand.PutChannel;
import io.millrace.channel.BucketCommand.SetChannelStatus;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.ChannelEntry;
import io.millrace.channel.BucketReply.Done;
import io.millrace.channel.BucketReply.NoSuchBucket;
import io.millrace.channel.BucketReply.Unavailable;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final BucketSettings PRIVATE = BucketSettings.of(BucketAcl.PRIVATE, false, true, true, false, 3);
    private static final BucketActorSettings SETTINGS = new BucketActorSettings(
            Optional.empty(), true, 5, 3, 2, Duration.ofSeconds(1), 4, 2, Duration.ofMinutes(1), 100);

    private final ActorTestKit actors = ActorTestKit.create(
            PersistenceTestKitPlugin.getInstance().config().withFallback(PersistenceTestKitSnapshotPlugin.config()));
    private final TestProbe<ClusterSharding.ShardCommand> shard = actors.createTestProbe();
    private TestingBucketServices others;
    private String name;
    private ActorRef<ChannelMessage> bucket;

    @BeforeEach
    void spawn() {
        others = new TestingBucketServices(actors.system().ignoreRef());
        name = "b" + UUID.randomUUID();
        bucket = start();
    }

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private ActorRef<ChannelMessage> start() {
        return actors.spawn(Bucket.create(name, SETTINGS, others, InstantSource.fixed(AT), shard.getRef()));
    }

    private <R> TestProbe<R> send(Function<ActorRef<R>, BucketCommand> command) {
        TestProbe<R> reply = actors.createTestProbe();
        bucket.tell(command.apply(reply.getRef()));
        return reply;
    }

    private void create() {
        TestProbe<BucketReply.BucketCreation> created = send(replyTo -> new CreateBucket(PRIVATE, replyTo));
        others.next().answer().complete(new BucketIndexCommand.Entered(true, 5));
        created.expectMessage(new Done());
    }

    private TestProbe<BucketReply.ChannelPut> put(String channel, boolean onlyIfAbsent) {
        return send(replyTo ->
                new PutChannel(channel, ChannelConfig.DEFAULT, ChannelStatus.ENABLED, onlyIfAbsent, replyTo));
    }

    private void putDone(String channel) {
        TestProbe<BucketReply.ChannelPut> reply = put(channel, false);
        others.next().answer().complete(new ChannelReply.Done(AT));
        reply.expectMessage(new Done());
    }

    private List<String> names() {
        TestProbe<BucketReply.ChannelList> reply = send(replyTo -> new ListChannels("", "", 2, replyTo));
        return reply.expectMessageClass(BucketReply.ChannelPage.class).channels().stream()
                .map(ChannelEntry::name)
                .toList();
    }

    @Test
    void anAbsentBucketHasNothing() {
        NoSuchBucket none = new NoSuchBucket(name);
        this.<BucketReply.BucketDescription>send(GetBucket::new).expectMessage(none);
        this.<BucketReply.BucketDeletion>send(DeleteBucket::new).expectMessage(none);
        this.<BucketReply.BucketDone>send(replyTo -> new BucketCommand.PutSettings(PRIVATE, replyTo))
                .expectMessage(none);
        this.<BucketReply.ChannelList>send(replyTo -> new ListChannels("", "", 10, replyTo))
                .expectMessage(none);
        this.<BucketReply.ChannelStatusSet>send(replyTo -> new SetChannelStatus("cam", ChannelStatus.ENABLED, replyTo))
                .expectMessage(none);
        this.<BucketReply.ChannelDeletion>send(replyTo -> new DeleteChannel("cam", replyTo))
                .expectMessage(none);
        put("cam", false).expectMessage(none);
        assertThat(others.isQuiet()).isTrue();
    }

    @Test
    void aBucketIsCreatedOnceTheListOfBucketsHasIt() {
        TestProbe<BucketReply.BucketCreation> created = send(replyTo -> new CreateBucket(PRIVATE, replyTo));
        var asked = others.next();
        assertThat(asked.command()).isInstanceOf(BucketIndexCommand.AddBucket.class);
        this.<BucketReply.BucketDescription>send(GetBucket::new).expectMessage(new NoSuchBucket(name));
        asked.answer().complete(new BucketIndexCommand.Entered(true, 5));
        created.expectMessage(new Done());
        this.<BucketReply.BucketDescription>send(GetBucket::new)
                .expectMessage(new BucketReply.Bucket(name, PRIVATE, AT, 0));
    }

    @Test
    void aBucketTooManyIsRefused() {
        TestProbe<BucketReply.BucketCreation> created = send(replyTo -> new CreateBucket(PRIVATE, replyTo));
        others.next().answer().complete(new BucketIndexCommand.Entered(false, 5));
        created.expectMessage(new BucketReply.TooManyBuckets(5));
    }

    @Test
    void creatingAgainChangesTheAclOnly() {
        create();
        BucketSettings other = BucketSettings.of(BucketAcl.PUBLIC_READ, true, false, false, false, 1);
        this.<BucketReply.BucketCreation>send(replyTo -> new CreateBucket(other, replyTo))
                .expectMessage(new Done());
        this.<BucketReply.BucketDescription>send(GetBucket::new)
                .expectMessage(new BucketReply.Bucket(name, PRIVATE.withAcl(BucketAcl.PUBLIC_READ), AT, 0));
    }

    @Test
    void itsSettingsAreThereAfterARestart() {
        create();
        BucketSettings liveOnly = BucketSettings.of(BucketAcl.PRIVATE, false, true, true, true, 3);
        this.<BucketReply.BucketDone>send(replyTo -> new BucketCommand.PutSettings(liveOnly, replyTo))
                .expectMessage(new Done());
        actors.stop(bucket);
        bucket = start();
        this.<BucketReply.BucketDescription>send(GetBucket::new)
                .expectMessage(new BucketReply.Bucket(name, liveOnly, AT, 0));
    }

    @Test
    void aBucketWithChannelsIsNotDeleted() {
        create();
        putDone("cam");
        this.<BucketReply.BucketDeletion>send(DeleteBucket::new).expectMessage(new BucketReply.NotEmpty(1));
        TestProbe<BucketReply.ChannelDeletion> gone = send(replyTo -> new DeleteChannel("cam", replyTo));
        others.next().answer().complete(new ChannelReply.Done(AT));
        gone.expectMessage(new Done());
        TestProbe<BucketReply.BucketDeletion> deleted = send(DeleteBucket::new);
        var asked = others.next();
        assertThat(asked.command()).isInstanceOf(BucketIndexCommand.RemoveBucket.class);
        asked.answer().complete(new BucketIndexCommand.Entered(true, 5));
        deleted.expectMessage(new Done());
        this.<BucketReply.BucketDescription>send(GetBucket::new).expectMessage(new NoSuchBucket(name));
    }

    @Test
    void aChannelIsEnteredOnceItHasAnswered() {
        create();
        TestProbe<BucketReply.ChannelPut> reply = put("cam", false);
        var asked = others.next();
        assertThat(asked.channel()).isEqualTo("cam");
        assertThat(names()).isEmpty();
        asked.answer().complete(new ChannelReply.Done(AT));
        reply.expectMessage(new Done());
        assertThat(names()).containsExactly("cam");
        put("cam", true).expectMessage(new BucketReply.ChannelExists());
    }

    @Test
    void theDirectoryIsThereAfterARestart() {
        create();
        putDone("b");
        putDone("a");
        actors.stop(bucket);
        bucket = start();
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void aChannelThatIsLiveIsNeitherOverwrittenNorDeleted() {
        create();
        TestProbe<BucketReply.ChannelPut> put = put("cam", false);
        others.next().answer().complete(new ChannelReply.StillLive(7));
        put.expectMessage(new BucketReply.ChannelLive());
        TestProbe<BucketReply.ChannelDeletion> gone = send(replyTo -> new DeleteChannel("cam", replyTo));
        others.next().answer().complete(new ChannelReply.StillLive(7));
        gone.expectMessage(new BucketReply.ChannelLive());
    }

    @Test
    void aChannelThatIsMissingFromTheDirectoryIsEnteredAsItDescribesItself() {
        create();
        TestProbe<BucketReply.ChannelPut> put = put("cam", true);
        others.next().answer().complete(new ChannelReply.AlreadyExists(AT));
        var describe = others.next();
        assertThat(describe.command()).isInstanceOf(ChannelCommand.Describe.class);
        describe.answer().complete(new ChannelReply.Described(ChannelConfig.DEFAULT, ChannelStatus.DISABLED, AT, AT));
        put.expectMessage(new BucketReply.ChannelExists());
        assertThat(names()).containsExactly("cam");
    }

    @Test
    void aStatusIsSetInTheChannelAndInTheDirectory() {
        create();
        putDone("cam");
        TestProbe<BucketReply.ChannelStatusSet> set =
                send(replyTo -> new SetChannelStatus("cam", ChannelStatus.DISABLED, replyTo));
        others.next().answer().complete(new ChannelReply.Done(AT));
        set.expectMessage(new Done());
        this.<BucketReply.ChannelList>send(replyTo -> new ListChannels("", "", 10, replyTo))
                .expectMessage(new BucketReply.ChannelPage(
                        List.of(new ChannelEntry("cam", "", ChannelStatus.DISABLED, AT, "playlist.m3u8")),
                        Optional.empty()));
        TestProbe<BucketReply.ChannelStatusSet> unknown =
                send(replyTo -> new SetChannelStatus("other", ChannelStatus.DISABLED, replyTo));
        others.next().answer().complete(new ChannelReply.NoSuchChannel(new ChannelId(name, "other")));
        unknown.expectMessage(new BucketReply.UnknownChannel());
        this.<BucketReply.ChannelStatusSet>send(
                        replyTo -> new SetChannelStatus("no/channel", ChannelStatus.DISABLED, replyTo))
                .expectMessage(new BucketReply.UnknownChannel());
    }

    @Test
    void changesOfOneChannelRunOneAfterAnotherAndOfOthersAtTheSameTime() {
        create();
        TestProbe<BucketReply.ChannelPut> first = put("a", false);
        TestProbe<BucketReply.ChannelPut> second = put("a", false);
        TestProbe<BucketReply.ChannelPut> other = put("b", false);
        var askedA = others.next();
        var askedB = others.next();
        assertThat(List.of(askedA.channel(), askedB.channel())).containsExactly("a", "b");
        assertThat(others.isQuiet()).isTrue();
        askedB.answer().complete(new ChannelReply.Done(AT));
        other.expectMessage(new Done());
        askedA.answer().complete(new ChannelReply.Done(AT));
        first.expectMessage(new Done());
        others.next().answer().complete(new ChannelReply.Done(AT));
        second.expectMessage(new Done());
    }

    @Test
    void tooManyWaitingChangesAreRefused() {
        create();
        put("a", false);
        put("a", false);
        put("a", false).expectMessage(new Unavailable());
        put("b", false);
        put("c", false);
        put("d", false).expectMessage(new Unavailable());
    }

    @Test
    void aChannelThatDoesNotAnswerIsUnavailableAndTheNextChangeRuns() {
        create();
        TestProbe<BucketReply.ChannelPut> first = put("a", false);
        TestProbe<BucketReply.ChannelPut> second = put("a", false);
        others.next().answer().completeExceptionally(new TimeoutException("for a test"));
        first.expectMessage(new Unavailable());
        others.next().answer().complete(new ChannelReply.Done(AT));
        second.expectMessage(new Done());
    }

    @Test
    void aBucketHasNoMoreChannelsThanItMay() {
        create();
        for (String channel : List.of("a", "b", "c")) {
            putDone(channel);
        }
        put("d", false).expectMessage(new BucketReply.TooManyChannels(3));
        putDone("c");
    }

    @Test
    void aListingGoesOnAtItsMarker() {
        create();
        for (String channel : List.of("c", "a", "b")) {
            putDone(channel);
        }
        TestProbe<BucketReply.ChannelList> reply = send(replyTo -> new ListChannels("", "", 1000, replyTo));
        var first = reply.expectMessageClass(BucketReply.ChannelPage.class);
        assertThat(first.channels()).extracting(ChannelEntry::name).containsExactly("a", "b");
        assertThat(first.nextMarker()).contains("b");
        TestProbe<BucketReply.ChannelList> rest = send(replyTo -> new ListChannels("", "b", 1000, replyTo));
        var second = rest.expectMessageClass(BucketReply.ChannelPage.class);
        assertThat(second.channels()).extracting(ChannelEntry::name).containsExactly("c");
        assertThat(second.nextMarker()).isEmpty();
    }
}
