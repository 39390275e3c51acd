package io.millrace.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.millrace.channel.SessionRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneClusterTest {
    private static final String QUICK =
            """
            millrace.channel { page-segments = 20, max-open-segments = 200, snapshot-every = 10 }
            """;
    private static final int SEGMENTS = 137;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private final TestingObjectStore store = new TestingObjectStore();

    @Test
    void everythingAcknowledgedIsThereAfterARestart() throws Exception {
        checkRestart(QUICK);
    }

    @Test
    void everythingAcknowledgedIsThereAfterARestartWithAServer() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String persistence =
                    "millrace.persistence { profile = postgresql, user = postgres, password = postgres, url = \""
                            + server.getJdbcUrl("postgres", "postgres") + "\" }";
            checkRestart(QUICK + persistence);
        }
    }

    private void checkRestart(String settings) throws Exception {
        long epoch;
        try (TestingNode node = TestingNode.start(data, store, settings)) {
            assertThat(put(node, "cam")).isEqualTo(new BucketReply.Done());
            epoch = publish(node, "first").epoch();
            for (int i = 0; i < SEGMENTS; i++) {
                assertThat(seal(node, epoch, i)).isEqualTo(new ChannelReply.Sealed(i));
            }
        }
        try (TestingNode node = TestingNode.start(data, store, settings)) {
            ChannelReply.Found found = find(node);
            int inPages = found.pages().stream()
                    .mapToInt(ChannelCommand.PageRef::count)
                    .sum();
            assertThat(inPages + found.segments().size()).isEqualTo(SEGMENTS);
            assertThat(found.pages()).hasSizeGreaterThan(4);

            ChannelReply.Granted again = publish(node, "second");
            assertThat(again.epoch()).isGreaterThan(epoch);
            assertThat(again.nextSequence()).isEqualTo(SEGMENTS);

            ChannelReply.Sessions history = (ChannelReply.Sessions)
                    node.<ChannelReply.History>askChannel("live/cam", ChannelCommand.GetHistory::new);
            assertThat(history.records()).singleElement().satisfies(record -> {
                assertThat(record.epoch()).isEqualTo(epoch);
                assertThat(record.reason()).isEqualTo(EndReason.ORIGIN_LOST);
                assertThat(record.endedAt()).isEqualTo(Instant.ofEpochMilli(startOf(SEGMENTS)));
            });
            BucketReply.ChannelPage page = (BucketReply.ChannelPage) node.<BucketReply.ChannelList>askBucket(
                    "live", replyTo -> new BucketCommand.ListChannels("", "", 100, replyTo));
            assertThat(page.channels())
                    .extracting(BucketReply.ChannelEntry::name)
                    .containsExactly("cam");
        }
    }

    @Test
    void aNodeWithoutTheRoleReachesTheActorsThroughProxies() throws Exception {
        try (TestingNode node = TestingNode.start(data, store, QUICK);
                TestingMediaNode media = TestingMediaNode.join(node)) {
            put(node, "cam");
            EntityRef<ChannelCommand> channel = media.channels().channel(new ChannelId("live", "cam"));
            ChannelReply.Description description = node.ask(channel, ChannelCommand.Describe::new);
            assertThat(description).isInstanceOf(ChannelReply.Described.class);
            assertThatThrownBy(node::connectAsIfWithoutRole).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aSessionEndsWhenItsOriginLeavesTheCluster() throws Exception {
        String patient = QUICK + "millrace.channel.lease = 10m";
        try (TestingNode node = TestingNode.start(data, store, patient)) {
            put(node, "cam");
            try (TestingMediaNode media = TestingMediaNode.join(node)) {
                EntityRef<ChannelCommand> channel = media.channels().channel(new ChannelId("live", "cam"));
                node.<ChannelCommand, ChannelReply.Description>ask(channel, ChannelCommand.Describe::new);
                publish(node, "first", media.asOrigin());
                assertThat(history(node)).isEmpty();
            }
            TestProbe.create(node.system()).awaitAssert(PATIENCE, () -> {
                assertThat(history(node)).singleElement().satisfies(record -> assertThat(record.reason())
                        .isEqualTo(EndReason.ORIGIN_LOST));
                return null;
            });
        }
    }

    private static List<SessionRecord> history(TestingNode node) throws Exception {
        ChannelReply.History history = node.askChannel("live/cam", ChannelCommand.GetHistory::new);
        return ((ChannelReply.Sessions) history).records();
    }

    @Test
    void anIdleActorIsStoppedAndComesBackWhenAsked() throws Exception {
        String impatient = QUICK + "millrace.channel.passivate-after = 1s";
        try (TestingNode node = TestingNode.start(data, store, impatient)) {
            put(node, "cam");
            long epoch = publish(node, "first").epoch();
            node.<ChannelReply.Ended>askChannel(
                    "live/cam", replyTo -> new ChannelCommand.EndPublish(epoch, EndReason.PUBLISHER_LEFT, replyTo));
            assertThat(node.runningChannels()).containsExactly("live/cam");
            TestProbe.create(node.system()).awaitAssert(PATIENCE, () -> {
                assertThat(node.runningChannels()).isEmpty();
                return null;
            });
            assertThat(publish(node, "second").epoch()).isGreaterThan(epoch);
        }
    }

    @Test
    void theDefaultBucketDoesNotComeBackOnceDeletedWhileThereAreOthers() throws Exception {
        try (TestingNode node = TestingNode.start(data, store, QUICK)) {
            BucketReply.Bucket live = (BucketReply.Bucket)
                    node.<BucketReply.BucketDescription>askBucket("live", BucketCommand.GetBucket::new);
            assertThat(live.settings())
                    .isEqualTo(BucketSettings.of(BucketAcl.PUBLIC_READ_WRITE, true, true, true, false, 10_000));
            node.<BucketReply.BucketCreation>askBucket(
                    "other", replyTo -> new BucketCommand.CreateBucket(live.settings(), replyTo));
            node.<BucketReply.BucketDeletion>askBucket("live", BucketCommand.DeleteBucket::new);
        }
        try (TestingNode node = TestingNode.start(data, store, QUICK)) {
            assertThat(node.<BucketReply.BucketDescription>askBucket("live", BucketCommand.GetBucket::new))
                    .isInstanceOf(BucketReply.NoSuchBucket.class);
            BucketIndexCommand.BucketNames names =
                    node.ask(node.channels().bucketIndex(), BucketIndexCommand.ListBuckets::new);
            assertThat(names.names()).containsExactly("other");
        }
    }

    private static BucketReply.ChannelPut put(TestingNode node, String channel) throws Exception {
        return node.askBucket(
                "live",
                replyTo -> new BucketCommand.PutChannel(
                        channel, ChannelConfig.DEFAULT, ChannelStatus.ENABLED, true, replyTo));
    }

    private static ChannelReply.Granted publish(TestingNode node, String attempt) throws Exception {
        return publish(node, attempt, node.asOrigin());
    }

    private static ChannelReply.Granted publish(TestingNode node, String attempt, OriginNode origin) throws Exception {
        return (ChannelReply.Granted) node.<ChannelReply.PublishDecision>askChannel(
                "live/cam",
                replyTo -> new ChannelCommand.StartPublish(
                        attempt,
                        origin,
                        new Publisher("127.0.0.1:4711", Optional.empty()),
                        true,
                        node.ignore(),
                        replyTo));
    }

    private static ChannelReply.SealReply seal(TestingNode node, long epoch, long sequence) throws Exception {
        Segment segment = new Segment(
                sequence, epoch, "cam/" + startOf(sequence) + ".ts", startOf(sequence), 5000, 1_000_000, false);
        return node.askChannel("live/cam", replyTo -> new ChannelCommand.SealSegment(segment, replyTo));
    }

    private static ChannelReply.Found find(TestingNode node) throws Exception {
        return (ChannelReply.Found) node.<ChannelReply.Segments>askChannel(
                "live/cam", replyTo -> new ChannelCommand.QuerySegments(Instant.EPOCH, Instant.now(), 1000, replyTo));
    }

    private static long startOf(long sequence) {
        return 1_700_000_000_000L + sequence * 5000;
    }
}
