package io.millrace.origin.publish;

import akka.actor.typed.ActorRef;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.channel.ChannelId;
import io.millrace.channel.EndReason;
import io.millrace.origin.feed.FeedListener;
import io.millrace.origin.segment.CutSegment;
import io.millrace.origin.segment.SegmentBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from a feed's event loop to its session's actor; takes as many segments as there is room for. */
final class FeedLink implements FeedListener {
    private static final Logger LOG = LoggerFactory.getLogger(FeedLink.class);

    private final ChannelId channel;
    private final ActorRef<SessionMessage> session;
    private final SegmentBudget.Share share;
    private final Counter dropped;
    private volatile boolean open = true;

    FeedLink(ChannelId channel, ActorRef<SessionMessage> session, SegmentBudget.Share share, MeterRegistry meters) {
        this.channel = channel;
        this.session = session;
        this.share = share;
        this.dropped = meters.counter("millrace.origin.segments.dropped");
    }

    /** No segment is taken any more; any thread. */
    void shut() {
        open = false;
    }

    @Override
    public boolean offer(CutSegment segment) {
        if (open && share.take(segment.bytes())) {
            session.tell(new SessionMessage.SegmentCut(segment));
            return true;
        }
        if (open) {
            dropped.increment();
            LOG.warn(
                    "Dropped a segment of {} ({} ms, {} bytes): too many wait for the store and the channel",
                    channel,
                    segment.durationMillis(),
                    segment.bytes());
        }
        segment.content().release();
        return false;
    }

    @Override
    public void onOver(EndReason reason) {
        session.tell(new SessionMessage.FeedOver(reason));
    }
}
