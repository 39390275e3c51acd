package io.millrace.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.millrace.config.Settings;
import io.millrace.controlplane.persistence.JournalProbe;
import io.millrace.controlplane.persistence.PersistenceSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session whose origin enters each segment again until it is acknowledged, while the database is gone for a while. */
class DatabaseOutageTest {
    private static final String QUICK =
            """
            millrace.persistence { answer-timeout = 2s, connect-timeout = 1s, retry-interval = 1s }
            millrace.channel.lease = 10m
            """;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration ONE_ASK = Duration.ofSeconds(1);

    @TempDir
    private Path data;

    private TestingPostgres database;
    private long epoch;
    private long sealed;

    @BeforeEach
    void startDatabase() throws Exception {
        database = TestingPostgres.start(data.resolve("database"));
    }

    @AfterEach
    void stopDatabase() throws Exception {
        database.close();
    }

    private TestingNode startNode() throws Exception {
        return TestingNode.start(data, new TestingObjectStore(), QUICK + database.settings());
    }

    private void publish(TestingNode node) throws Exception {
        BucketReply.ChannelPut put = node.askBucket(
                "live",
                replyTo -> new BucketCommand.PutChannel(
                        "cam", ChannelConfig.DEFAULT, ChannelStatus.ENABLED, true, replyTo));
        assertThat(put).isEqualTo(new BucketReply.Done());
        ChannelReply.PublishDecision decision = node.askChannel(
                "live/cam",
                replyTo -> new ChannelCommand.StartPublish(
                        "attempt",
                        node.asOrigin(),
                        new Publisher("127.0.0.1:4711", Optional.empty()),
                        true,
                        node.ignore(),
                        replyTo));
        epoch = ((ChannelReply.Granted) decision).epoch();
    }

    /** Enters the next segment, once. */
    private boolean isSealed(TestingNode node) throws Exception {
        long start = 1_700_000_000_000L + sealed * 5000;
        Segment segment = new Segment(sealed, epoch, Segment.keyOf("cam", start, epoch), start, 5000, 1_000_000, false);
        try {
            ChannelReply.SealReply reply = node.channels()
                    .channel(new ChannelId("live", "cam"))
                    .<ChannelReply.SealReply>ask(replyTo -> new ChannelCommand.SealSegment(segment, replyTo), ONE_ASK)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(reply).isEqualTo(new ChannelReply.Sealed(sealed));
            sealed++;
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TimeoutException.class);
            return false;
        }
    }

    private void sealsSoon(TestingNode node) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        boolean done = isSealed(node);
        while (!done && System.nanoTime() < deadline) {
            done = isSealed(node);
        }
        assertThat(done).as("the database is used again within " + SOON).isTrue();
    }

    private void hasEachSegmentOnce(TestingNode node) throws Exception {
        ChannelReply.Segments found = node.askChannel(
                "live/cam", replyTo -> new ChannelCommand.QuerySegments(Instant.EPOCH, Instant.now(), 1000, replyTo));
        assertThat(((ChannelReply.Found) found).segments())
                .extracting(Segment::sequence)
                .containsExactlyElementsOf(LongStream.range(0, sealed).boxed().toList());
    }

    private void asksInVainFor(TestingNode node, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            assertThat(isSealed(node)).isFalse();
        }
    }

    @Test
    void aDatabaseThatWasStoppedIsUsedAgainSoonAfterItIsBack() throws Exception {
        try (TestingNode node = startNode()) {
            publish(node);
            sealsSoon(node);
            database.stop();
            asksInVainFor(node, Duration.ofSeconds(12));
            database.start();
            sealsSoon(node);
            sealsSoon(node);
            hasEachSegmentOnce(node);
        }
    }

    @Test
    void aDatabaseThatHungIsUsedAgainSoonAfterItAnswers() throws Exception {
        try (TestingNode node = startNode()) {
            publish(node);
            sealsSoon(node);
            database.freeze();
            try {
                asksInVainFor(node, Duration.ofSeconds(12));
            } finally {
                database.thaw();
            }
            sealsSoon(node);
            sealsSoon(node);
            hasEachSegmentOnce(node);
        }
    }

    @Test
    void theProbeTellsWhetherTheDatabaseAnswers() throws Exception {
        Settings section = Settings.of(
                ConfigFactory.parseString(QUICK + database.settings()).withFallback(ConfigFactory.load()),
                "millrace.persistence");
        try (JournalProbe probe = new JournalProbe(PersistenceSettings.from(section, data))) {
            probe.check();
            database.stop();
            assertThatThrownBy(probe::check).isInstanceOf(SQLException.class);
            assertThatThrownBy(probe::check).isInstanceOf(SQLException.class);
            database.start();
            probe.check();
            database.freeze();
            try {
                assertThatThrownBy(probe::check).isInstanceOf(SQLException.class);
            } finally {
                database.thaw();
            }
            probe.check();
        }
    }

    @Test
    void aNodeThatStartsWaitsForItsDatabase() throws Exception {
        database.stop();
        CompletableFuture<TestingNode> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return startNode();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        database.start();
        try (TestingNode node = starting.get(60, TimeUnit.SECONDS)) {
            publish(node);
            sealsSoon(node);
        }
    }
}
