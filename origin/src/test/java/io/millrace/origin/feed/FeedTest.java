package io.millrace.origin.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.channel.ChannelId;
import io.millrace.channel.EndReason;
import io.millrace.media.MediaKind;
import io.millrace.origin.TestingMedia;
import io.millrace.origin.TestingPublishedStream;
import io.millrace.origin.segment.CutSegment;
import io.millrace.origin.segment.SegmentSettings;
import io.millrace.rtmp.connection.PublishedStream;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");

    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final Feeds feeds = new Feeds();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<StreamStatus> closed = new ArrayList<>();
    private final PublishedStream stream = new TestingPublishedStream(closed::add);
    private final List<EndReason> over = new ArrayList<>();
    private final List<CutSegment> segments = new ArrayList<>();
    private final Feed feed = feed(7);

    @AfterEach
    void letGo() {
        feed.onClosed();
        segments.forEach(segment -> segment.content().release());
        connection.finishAndReleaseAll();
    }

    @Test
    void aFeedIsFoundWhileItRuns() {
        assertThat(feeds.find(CHANNEL)).isEmpty();
        feed.onStarted(stream);
        assertThat(feeds.find(CHANNEL)).contains(feed);
        feed.onClosed();
        assertThat(feeds.find(CHANNEL)).isEmpty();
    }

    @Test
    void theFeedOfTheHigherEpochIsFound() {
        Feed older = feed(6);
        Feed younger = feed(8);
        feed.onStarted(stream);
        older.onStarted(stream);
        assertThat(feeds.find(CHANNEL)).contains(feed);

        younger.onStarted(stream);
        feed.onClosed();
        assertThat(feeds.find(CHANNEL)).contains(younger);

        older.onClosed();
        younger.onClosed();
    }

    @Test
    void whatIsPublishedComesOutAsASegmentAndInTheRelayLog() {
        feed.onStarted(stream);
        send(MediaKind.VIDEO, 0, TestingMedia.avcConfig());
        send(MediaKind.VIDEO, 0, TestingMedia.avcKeyFrame(500));
        send(MediaKind.VIDEO, 40, TestingMedia.avcInterFrame(100));
        assertThat(feed.relayLog().head()).isGreaterThan(600);
        feed.onClosed();

        assertThat(segments).hasSize(1);
        assertThat(over).containsExactly(EndReason.PUBLISHER_LEFT);
    }

    @Test
    void aMalformedFrameIsDroppedAndCounted() {
        feed.onStarted(stream);
        send(MediaKind.VIDEO, 0, Unpooled.EMPTY_BUFFER);
        send(MediaKind.VIDEO, 0, TestingMedia.avcConfig().readSlice(3).copy());

        assertThat(malformed()).isGreaterThanOrEqualTo(1);
        assertThat(closed).isEmpty();
    }

    @Test
    void tooManyMalformedFramesInARowCloseThePublisher() {
        feed.onStarted(stream);
        for (int i = 0; i < 10; i++) {
            send(MediaKind.VIDEO, 0, Unpooled.wrappedBuffer(new byte[] {0x17}));
        }

        assertThat(closed).hasSize(1);
        assertThat(closed.get(0).code()).isEqualTo("NetStream.Publish.Rejected");
        feed.onClosed();
        assertThat(over).containsExactly(EndReason.CLOSED_BY_ORIGIN);
    }

    @Test
    void aGoodFrameBetweenMalformedOnesKeepsThePublisher() {
        feed.onStarted(stream);
        for (int i = 0; i < 30; i++) {
            send(MediaKind.VIDEO, 0, Unpooled.wrappedBuffer(new byte[] {0x17}));
            if (i % 5 == 0) {
                send(MediaKind.AUDIO, 0, TestingMedia.aacConfig());
            }
        }

        assertThat(closed).isEmpty();
        assertThat(malformed()).isEqualTo(30);
    }

    @Test
    void aFeedClosedBeforeItsStartClosesThePublisherAtIt() {
        StreamStatus status = new StreamStatus("code", "sentence");
        feed.close(status, EndReason.TAKEN_OVER);
        connection.runPendingTasks();
        assertThat(closed).isEmpty();

        feed.onStarted(stream);
        assertThat(closed).containsExactly(status);
        feed.onClosed();
        assertThat(over).containsExactly(EndReason.TAKEN_OVER);
    }

    @Test
    void noInputBreaksTheFeed() {
        Random random = new Random(1);
        MediaKind[] kinds = MediaKind.values();
        List<ByteBuf> samples = List.of(
                TestingMedia.avcConfig(),
                TestingMedia.avcKeyFrame(300),
                TestingMedia.avcInterFrame(100),
                TestingMedia.aacConfig(),
                TestingMedia.aacFrame());
        for (int run = 0; run < 200; run++) {
            Feed victim = feed(100 + run);
            victim.onStarted(stream);
            for (int i = 0; i < 100; i++) {
                ByteBuf payload = mutated(samples.get(random.nextInt(samples.size())), random);
                victim.onMedia(kinds[random.nextInt(kinds.length)], random.nextInt(), payload);
                payload.release();
            }
            victim.onClosed();
        }

        assertThat(over).hasSize(200);
        samples.forEach(sample -> assertThat(sample.release()).isTrue());
    }

    private static ByteBuf mutated(ByteBuf sample, Random random) {
        ByteBuf copy = sample.copy(0, random.nextInt(sample.readableBytes() + 1));
        for (int changes = random.nextInt(4); changes > 0 && copy.isReadable(); changes--) {
            copy.setByte(random.nextInt(copy.readableBytes()), random.nextInt(256));
        }
        return copy;
    }

    private void send(MediaKind kind, int timestamp, ByteBuf payload) {
        feed.onMedia(kind, timestamp, payload);
        payload.release();
    }

    private double malformed() {
        return meters.counter("millrace.origin.frames.malformed").count();
    }

    private Feed feed(long epoch) {
        FeedFactory factory = new FeedFactory(
                new FeedSettings(10),
                new SegmentSettings(1 << 20, 4096, Duration.ofSeconds(60), 10, 1 << 24),
                new StreamLogSettings(1 << 16, 1 << 20, Duration.ofSeconds(5)),
                4096,
                feeds,
                InstantSource.system(),
                meters);
        FeedListener listener = new FeedListener() {
            @Override
            public boolean offer(CutSegment segment) {
                return segments.add(segment);
            }

            @Override
            public void onOver(EndReason reason) {
                over.add(reason);
            }
        };
        return factory.create(new FeedIdentity(CHANNEL, epoch, connection.eventLoop()), OptionalInt.of(5), listener);
    }
}
