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

/**
 * A live channel of 16 Mbit/s with a key frame every fifth of a second, and one viewer of it who notes whatever it does
 * not get, or gets late.
 */
final class SteadyShow implements AutoCloseable {
    static final int FRAME_MILLIS = 20;
    private static final int FRAME_BYTES = 40_000;
    private static final int FRAMES_PER_GROUP = 10;
    private static final byte[] CONFIGURATION = {
        0x17, 0, 0, 0, 0, 1, 0x42, (byte) 0xc0, 0x1e, (byte) 0xff, (byte) 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68
    };

    private final TestingOrigin origin;
    private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService player = Executors.newSingleThreadExecutor();
    private final HttpClientConnection connection;
    private final Future<?> watching;
    private final long begun;
    private long published;
    private volatile long seen;
    private volatile long latestMillis;
    private volatile boolean over;

    SteadyShow(TestingCluster cluster, TestingEdge edge, ChannelId channel) {
        origin = edge.origin();
        origin.write(List.of(FlvTag.read(MediaKind.VIDEO, 0, Unpooled.wrappedBuffer(CONFIGURATION))));
        cluster.live(channel, 1, origin);
        begun = System.nanoTime();
        publisher.scheduleAtFixedRate(this::publish, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        connection = edge.connect().request("GET", "/" + channel + ".flv");
        watching = player.submit(this::watch);
        Await.until("the show is seen", () -> seen > 0);
    }

    private void publish() {
        int header = published % FRAMES_PER_GROUP == 0 ? 0x17 : 0x27;
        ByteBuf body =
                Unpooled.buffer(FRAME_BYTES).writeByte(header).writeByte(1).writeZero(FRAME_BYTES - 2);
        Frame frame = FlvTag.read(MediaKind.VIDEO, published++ * FRAME_MILLIS, body);
        origin.write(List.of(frame));
        frame.release();
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
            long due = begun + TimeUnit.MILLISECONDS.toNanos(tag.timestamp());
            latestMillis = Math.max(latestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due));
            seen = tag.timestamp();
        }
    }

    /** No frame has been missed by its viewer since the beginning, and none came so late. */
    void assertUndisturbed(long lateMillis) throws Exception {
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Await.until("the viewer has all until now", () -> seen >= now - FRAME_MILLIS || watching.isDone());
        over = true;
        try {
            watching.get(10, TimeUnit.SECONDS);
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
