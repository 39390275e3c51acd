package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.flv.FlvTag;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A live channel of 16 Mbit/s with a key frame every fifth of a second, and one viewer of it who notes whatever it does
 * not get, or gets late.
 */
final class SteadyShow implements AutoCloseable {
    static final int FRAME_MILLIS = 20;
    private static final int FRAME_BYTES = 40_000;
    private static final int FRAMES_PER_GROUP = 10;
    private static final int FRAMES_KEPT = 8192;
    private static final byte[] CONFIGURATION = {
        0x17, 0, 0, 0, 0, 1, 0x42, (byte) 0xc0, 0x1e, (byte) 0xff, (byte) 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68
    };

    private final TestingOrigin origin;
    private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService player = Executors.newSingleThreadExecutor();
    private final HttpClientConnection connection;
    private final Future<?> watching;
    /** When each frame of the last few seconds was published, by its number. */
    private final AtomicLongArray publishedNanos = new AtomicLongArray(FRAMES_KEPT);

    private volatile long published;
    private volatile long seen;
    private volatile long latestMillis;
    private volatile boolean over;

    SteadyShow(TestingCluster cluster, TestingEdge edge, ChannelId channel) {
        origin = edge.origin();
        origin.write(List.of(FlvTag.read(MediaKind.VIDEO, 0, Unpooled.wrappedBuffer(CONFIGURATION))));
        cluster.live(channel, 1, origin);
        // After a halt of the whole machine the stream goes on where it was: to catch up would be a burst.
        publisher.scheduleWithFixedDelay(this::publish, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        connection = edge.connect().request("GET", "/" + channel + ".flv");
        watching = player.submit(this::watch);
        Await.until("the show is seen", () -> seen > 0);
    }

    private void publish() {
        int header = published % FRAMES_PER_GROUP == 0 ? 0x17 : 0x27;
        ByteBuf body =
                Unpooled.buffer(FRAME_BYTES).writeByte(header).writeByte(1).writeZero(FRAME_BYTES - 2);
        Frame frame = FlvTag.read(MediaKind.VIDEO, published * FRAME_MILLIS, body);
        publishedNanos.set((int) (published % FRAMES_KEPT), System.nanoTime());
        origin.write(List.of(frame));
        frame.release();
        published++;
    }

    private void watch() {
        assertThat(connection.head().status()).isEqualTo(200);
        FlvReader flv = new FlvReader(connection.body());
        Tag tag = flv.until(Tag::isKeyFrame).get(0);
        long next = -1;
        while (!over) {
            tag = flv.next();
            if (next > 0) {
                assertThat(tag.timestamp()).as("the next frame").isEqualTo(next);
            }
            next = tag.timestamp() + FRAME_MILLIS;
            long since = publishedNanos.get((int) (tag.timestamp() / FRAME_MILLIS % FRAMES_KEPT));
            latestMillis = Math.max(latestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
            seen = tag.timestamp();
        }
    }

    /** No frame has been missed by its viewer since the beginning, and none came so late. */
    void assertUndisturbed(long lateMillis) throws Exception {
        long last = (published - 1) * FRAME_MILLIS;
        Await.until("the viewer has all until now", () -> seen >= last || watching.isDone());
        over = true;
        try {
            watching.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the viewer was disturbed", e);
        }
        assertThat(latestMillis).as("the latest frame's delay").isLessThan(lateMillis);
    }

    @Override
    public void close() {
        over = true;
        publisher.shutdownNow();
        Await.until("the publisher has ended", publisher::isTerminated);
        connection.close();
        player.shutdownNow();
    }
}
