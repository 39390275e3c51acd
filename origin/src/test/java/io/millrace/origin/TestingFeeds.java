package io.millrace.origin;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.channel.ChannelId;
import io.millrace.channel.EndReason;
import io.millrace.origin.feed.Feed;
import io.millrace.origin.feed.FeedFactory;
import io.millrace.origin.feed.FeedIdentity;
import io.millrace.origin.feed.FeedListener;
import io.millrace.origin.feed.FeedSettings;
import io.millrace.origin.feed.Feeds;
import io.millrace.origin.segment.CutSegment;
import io.millrace.origin.segment.SegmentSettings;
import io.millrace.stream.StreamLogSettings;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;

/** Feeds without publishers, on one event loop. */
public final class TestingFeeds implements AutoCloseable {
    private final Feeds registry = new Feeds();
    private final EventLoop eventLoop;

    public TestingFeeds(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    public Feeds registry() {
        return registry;
    }

    public Feed start(ChannelId channel, long epoch) {
        FeedFactory factory = new FeedFactory(
                new FeedSettings(10),
                new SegmentSettings(1 << 20, 4096, Duration.ofSeconds(60), 10, 1 << 24),
                new StreamLogSettings(1 << 16, 1 << 20, Duration.ofSeconds(5)),
                4096,
                registry,
                InstantSource.system(),
                new SimpleMeterRegistry());
        Feed feed =
                factory.create(new FeedIdentity(channel, epoch, eventLoop), OptionalInt.of(5), new DroppingListener());
        eventLoop
                .submit(() -> feed.onStarted(new TestingPublishedStream(status -> {})))
                .syncUninterruptibly();
        return feed;
    }

    @Override
    public void close() {
        registry.all().forEach(feed -> eventLoop.submit(feed::onClosed).syncUninterruptibly());
    }

    private static final class DroppingListener implements FeedListener {
        @Override
        public boolean offer(CutSegment segment) {
            segment.content().release();
            return true;
        }

        @Override
        public void onOver(EndReason reason) {}
    }
}
