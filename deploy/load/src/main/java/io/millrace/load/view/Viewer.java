package io.millrace.load.view;

import io.millrace.load.media.BrokenStreamException;
import io.millrace.load.media.ClockMark;
import io.millrace.load.media.EpochClock;
import io.millrace.load.media.MediaListener;
import io.millrace.load.media.StoredTag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** One viewer. Event loop only. */
final class Viewer extends ChannelInboundHandlerAdapter implements MediaListener {
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Tally tally;
    private final boolean sampled;
    private final Runnable onPlaying;
    private final Reception reception;
    private final long connectNanos;
    private long readNanos;
    private long unitNanos;
    private long nextPicture = -1;
    private boolean playing;
    private boolean over;

    /**
     * Begins to connect now.
     *
     * @param sampled whether it measures latency
     * @param onPlaying run once, when it has its first key frame or never will
     */
    Viewer(URI url, Protocol protocol, Tally tally, boolean sampled, Runnable onPlaying) {
        this.tally = tally;
        this.sampled = sampled;
        this.onPlaying = onPlaying;
        this.reception = protocol.reception(url, this);
        this.connectNanos = System.nanoTime();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        reception.begin(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            readNanos = System.nanoTime();
            tally.bytes += in.readableBytes();
            if (!over) {
                reception.read(in);
            }
        } catch (BrokenStreamException e) {
            broken();
            ctx.close();
        } finally {
            in.release();
        }
    }

    @Override
    public void onUnit(int type, int timestampMillis, ByteBuf head) {
        if (unitNanos != 0 && readNanos - unitNanos > STALL_NANOS) {
            tally.stalls++;
        }
        unitNanos = readNanos;
        if (type != StoredTag.VIDEO) {
            return;
        }
        tally.pictures++;
        if (!playing && StoredTag.isKeyFrame(head)) {
            Tally.record(tally.firstKeyFrameMicros, (readNanos - connectNanos) / 1000);
            played();
        }
        if (ClockMark.isIn(head)) {
            marked(head);
        }
    }

    private void marked(ByteBuf head) {
        long number = ClockMark.number(head);
        if (nextPicture >= 0 && number > nextPicture) {
            tally.lost += number - nextPicture;
        }
        nextPicture = number + 1;
        if (sampled) {
            Tally.record(tally.latencyMicros, EpochClock.micros(readNanos) - ClockMark.micros(head));
        }
    }

    /** Counts a gap that has not ended. */
    void endWindow(long now) {
        if (!over && now - Math.max(unitNanos, connectNanos) > STALL_NANOS) {
            tally.stalls++;
        }
    }

    /** The window begins: what was late before does not count. */
    void beginWindow(long now) {
        if (unitNanos != 0) {
            unitNanos = now;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed();
        ctx.close();
    }

    /** It could not connect, or was closed. */
    void failed() {
        if (!over) {
            over = true;
            tally.closed++;
            played();
        }
    }

    /** What comes from now on does not count. */
    void leave() {
        over = true;
    }

    private void broken() {
        if (!over) {
            over = true;
            tally.broken++;
            played();
        }
    }

    private void played() {
        if (!playing) {
            playing = true;
            onPlaying.run();
        }
    }
}
