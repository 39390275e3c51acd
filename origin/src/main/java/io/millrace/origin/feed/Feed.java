package io.millrace.origin.feed;

import io.micrometer.core.instrument.Counter;
import io.millrace.channel.ChannelId;
import io.millrace.channel.EndReason;
import io.millrace.channel.MediaInfo;
import io.millrace.flv.FlvTag;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.millrace.media.MediaMeter;
import io.millrace.media.Timeline;
import io.millrace.origin.segment.Segmenter;
import io.millrace.rtmp.connection.PublishReceiver;
import io.millrace.rtmp.connection.PublishedStream;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.rtmp.mux.RtmpMuxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session's live frames: puts them on the feed's time line, and hands each to the relay's stream log, to the meter
 * and, where there is HLS, to the segmenter. The publisher's event loop is the only writer.
 *
 * <p>A frame that cannot be read is dropped and counted; too many of them in a row close the publisher.
 */
public final class Feed implements PublishReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long METER_MILLIS = 500;

    private final ChannelId channel;
    private final long epoch;
    private final EventLoop eventLoop;
    private final Feeds feeds;
    private final StreamLog relayLog;
    private final RtmpMuxer relayMuxer;
    private final Optional<Segmenter> segmenter;
    private final FeedListener listener;
    private final int maxMalformed;
    private final Counter malformedFrames;
    private final Timeline timeline = new Timeline();
    private final MediaMeter meter = new MediaMeter();

    private volatile MediaInfo media = MediaInfo.NONE;
    private long measuredAt;
    private int malformedInARow;
    private PublishedStream stream;
    private Optional<StreamStatus> closedWith = Optional.empty();
    private Optional<StreamStatus> farewell = Optional.empty();
    private boolean pictureSeen;
    private EndReason endReason = EndReason.PUBLISHER_LEFT;
    private boolean over;

    Feed(
            FeedIdentity identity,
            FeedParts parts,
            Feeds feeds,
            FeedListener listener,
            int maxMalformed,
            Counter malformedFrames) {
        this.channel = identity.channel();
        this.epoch = identity.epoch();
        this.eventLoop = identity.eventLoop();
        this.relayLog = parts.relayLog();
        this.relayMuxer = parts.relayMuxer();
        this.segmenter = parts.segmenter();
        this.feeds = feeds;
        this.listener = listener;
        this.maxMalformed = maxMalformed;
        this.malformedFrames = malformedFrames;
    }

    public ChannelId channel() {
        return channel;
    }

    public long epoch() {
        return epoch;
    }

    /** The feed as RTMP messages, for edges. */
    public StreamLog relayLog() {
        return relayLog;
    }

    /** What the feed carried over the last seconds; any thread. */
    public MediaInfo media() {
        return media;
    }

    /**
     * Closes the publisher; any thread. The first close counts.
     *
     * @param reason why the session ends, if it ends at this
     */
    public void close(StreamStatus status, EndReason reason) {
        onLoop(() -> closeNow(status, reason));
    }

    /**
     * Closes the publisher before its next key frame, or before its next frame if it sends no pictures: so nobody gets a
     * part of a group of pictures, and the last segment is whole. Any thread. The session ends as one that its origin
     * has closed.
     */
    public void closeAtKeyFrame(StreamStatus status) {
        onLoop(() -> farewell = Optional.of(status));
    }

    /** Asks the publisher to publish over a new connection, to another origin; any thread. */
    public void requestReconnect(String description) {
        onLoop(() -> {
            if (stream != null) {
                stream.requestReconnect(Optional.empty(), description);
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop of {} has stopped before its publisher was closed.", channel);
        }
    }

    @Override
    public void onStarted(PublishedStream started) {
        stream = started;
        feeds.enter(this);
        closedWith.ifPresent(started::close);
    }

    @Override
    public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
        if (closedWith.isPresent()) {
            return;
        }
        try {
            take(kind, timestamp, payload);
            malformedInARow = 0;
        } catch (MalformedMediaException e) {
            onMalformed(e);
        }
    }

    @Override
    public void onConnectionLost() {
        if (closedWith.isEmpty()) {
            endReason = EndReason.CONNECTION_LOST;
        }
    }

    @Override
    public void onClosed() {
        if (over) {
            return;
        }
        over = true;
        feeds.remove(this);
        try {
            segmenter.ifPresent(Segmenter::finish);
        } finally {
            relayLog.close();
            listener.onOver(endReason);
        }
    }

    private void take(MediaKind kind, int timestamp, ByteBuf payload) {
        Frame read = FlvTag.read(kind, 0, payload.retainedSlice());
        try {
            if (farewell.isPresent() && isBoundary(read)) {
                closeNow(farewell.get(), EndReason.CLOSED_BY_ORIGIN);
                return;
            }
            pictureSeen |= isPicture(read);
            Frame frame = read.at(timeline.next(kind, timestamp));
            meter.add(frame);
            measure();
            relayMuxer.write(frame, relayLog);
            if (segmenter.isPresent()) {
                segmenter.get().write(frame);
            }
        } finally {
            read.release();
        }
    }

    private boolean isBoundary(Frame frame) {
        return pictureSeen ? isPicture(frame) && frame.isKeyFrame() : frame.type() == Frame.Type.CODED;
    }

    private static boolean isPicture(Frame frame) {
        return frame.kind() == MediaKind.VIDEO && frame.type() == Frame.Type.CODED;
    }

    private void measure() {
        long now = System.nanoTime() / 1_000_000;
        if (measuredAt == 0 || now - measuredAt >= METER_MILLIS) {
            measuredAt = now;
            media = meter.measure();
        }
    }

    private void onMalformed(MalformedMediaException e) {
        malformedFrames.increment();
        malformedInARow++;
        if (malformedInARow >= maxMalformed) {
            LOG.warn(
                    "Closing the publisher of {}: {} frames in a row malformed, the last: {}",
                    channel,
                    malformedInARow,
                    e.getMessage());
            closeNow(
                    new StreamStatus(
                            "NetStream.Publish.Rejected", "The stream's media are malformed: " + e.getMessage()),
                    EndReason.CLOSED_BY_ORIGIN);
        }
    }

    private void closeNow(StreamStatus status, EndReason reason) {
        if (over || closedWith.isPresent()) {
            return;
        }
        closedWith = Optional.of(status);
        endReason = reason;
        if (stream != null) {
            stream.close(status);
        }
    }
}
