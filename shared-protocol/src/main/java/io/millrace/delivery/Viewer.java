package io.millrace.delivery;

import io.millrace.stream.Cursor;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel that is sent a stream log's bytes. Its methods may be called on any thread and take effect on the
 * channel's event loop, at once if called there. A viewer that has ended or was stopped ignores them.
 */
public final class Viewer {
    private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);
    private static final int LONGEST_WAIT_SECONDS = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(LONGEST_WAIT_SECONDS);

    private final Channel channel;
    private final Outlet outlet;
    private final ViewerListener listener;
    private final FlushGroup group;
    private final WritabilityHandler writability = new WritabilityHandler();
    private final ChannelFutureListener closing = closed -> stopped();

    /** Where the group has this viewer. */
    int index;

    private Cursor cursor;

    /** What this viewer goes over to; null if nothing. */
    private Cursor next;

    private long nextSince;
    private boolean paused;
    private boolean ended;
    private boolean stopped;
    private boolean delivering;
    private boolean unwritable;
    private long unwritableSince;
    private long sent;

    Viewer(Channel channel, Cursor cursor, SliceFraming framing, ViewerListener listener, FlushGroup group) {
        this.channel = channel;
        this.cursor = cursor;
        this.outlet = new Outlet(channel, framing, group);
        this.listener = listener;
        this.group = group;
    }

    public Channel channel() {
        return channel;
    }

    /** How many bytes of its streams it was given until now; on the channel's event loop. */
    public long sentBytes() {
        return sent;
    }

    /** Sends nothing more until {@link #resume}. */
    public void pause() {
        onLoop(() -> paused = true);
    }

    /** Goes on at the newest random access point, or where it was if there is no newer one. */
    public void resume() {
        onLoop(() -> {
            if (paused && !stopped) {
                paused = false;
                cursor.jump();
                deliver();
            }
        });
    }

    /**
     * Goes over to another cursor at once; what the former one has left is not sent.
     *
     * @param other the viewer takes it over
     */
    public void follow(Cursor other) {
        onLoop(() -> {
            if (prepare(other)) {
                goOver();
                deliver();
            }
        });
    }

    /**
     * Goes over to another cursor as soon as that has something, and goes on with the former one until then, for
     * {@value #LONGEST_WAIT_SECONDS} seconds at most.
     *
     * @param other the viewer takes it over
     */
    public void followOnceReady(Cursor other) {
        onLoop(() -> {
            if (prepare(other)) {
                deliver();
            }
        });
    }

    private boolean prepare(Cursor other) {
        if (stopped) {
            other.close();
            return false;
        }
        closeNext();
        next = other;
        nextSince = group.nanoTime();
        next.listen(group);
        return true;
    }

    private void goOver() {
        cursor.close();
        cursor = next;
        next = null;
        ended = false;
    }

    private void goOverOnceReady() {
        boolean waited = next != null && group.nanoTime() - nextSince > LONGEST_WAIT.toNanos();
        if (next != null && (waited || next.hasNext() || cursor.atEnd())) {
            goOver();
        }
    }

    private void closeNext() {
        if (next != null) {
            next.close();
            next = null;
        }
    }

    /** Ends the viewer as if its log ended behind what has been sent, which is whole units: its listener is told so. */
    public void end() {
        onLoop(() -> {
            if (!stopped && !ended) {
                ended = true;
                closeNext();
                cursor.close();
                listener.onEnd(this);
            }
        });
    }

    /** Ends the viewer; the channel stays as it is. */
    public void stop() {
        onLoop(this::stopped);
    }

    void start() {
        group.add(this);
        cursor.listen(group);
        channel.pipeline().addLast(writability);
        channel.closeFuture().addListener(closing);
        channel.eventLoop().execute(this::deliver);
    }

    /** This viewer's turn. */
    void tick(long now) {
        if (channel.isWritable()) {
            unwritable = false;
            deliver();
        } else if (!unwritable) {
            becameUnwritable();
        } else if (now - unwritableSince > group.stuckNanos()) {
            stuck();
        }
    }

    /** An error of this viewer or its listener ends this viewer only, as does a lack of memory for it. */
    void failed(Throwable error) {
        LOG.warn("viewer {}: closed after an error", channel, error);
        stopped();
        channel.close();
    }

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    /**
     * Writes while the channel takes it and there is more. Comes again from within its own flush when that makes the
     * channel writable: the loop then goes on.
     */
    private void deliver() {
        if (stopped || delivering) {
            return;
        }
        try {
            writeAll();
            checkEnd();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void writeAll() {
        delivering = true;
        goOverOnceReady();
        try {
            while (!paused && channel.isWritable() && write()) {
                outlet.flush();
            }
        } finally {
            delivering = false;
            outlet.discard();
        }
    }

    private boolean write() {
        boolean wrote = false;
        long jumps = cursor.jumps();
        while (channel.isWritable() && cursor.next(outlet)) {
            wrote = true;
        }
        long bytes = outlet.takeBytes();
        sent += bytes;
        group.wrote(bytes);
        listener.onWritten(bytes);
        if (cursor.jumps() > jumps) {
            group.jumped(cursor.jumps() - jumps);
        }
        return wrote;
    }

    /** A paused viewer lets go of a closed log, too, or it would keep the log's memory as long as it likes. */
    private void checkEnd() {
        if (stopped || ended) {
            return;
        }
        if (cursor.atEnd() || paused && cursor.isLogClosed()) {
            ended = true;
            cursor.close();
            listener.onEnd(this);
        }
    }

    private void becameUnwritable() {
        unwritable = true;
        unwritableSince = group.nanoTime();
    }

    private void stuck() {
        group.stuck();
        LOG.info("viewer {}: closed, it has taken nothing for too long", channel);
        stopped();
        listener.onStuck(this);
        // What it has not taken by now would stay in the kernel as long as it likes.
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void stopped() {
        if (!stopped) {
            stopped = true;
            closeNext();
            cursor.close();
            group.remove(this);
            channel.closeFuture().removeListener(closing);
            if (!writability.removed) {
                channel.pipeline().remove(writability);
            }
        }
    }

    private final class WritabilityHandler extends ChannelInboundHandlerAdapter {
        private boolean removed;

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            removed = true;
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                unwritable = false;
                deliver();
            } else {
                becameUnwritable();
            }
            context.fireChannelWritabilityChanged();
        }
    }
}
