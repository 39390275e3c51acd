package io.millrace.relay;

import io.micrometer.core.instrument.Counter;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.stream.Cursor;
import io.netty.channel.EventLoop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A relay that is let in and waits for its feed. Answered once, on any thread. */
public final class RelayPlay {
    /** The message stream that a relay connection's only play has, being the first stream that it creates. */
    public static final int MESSAGE_STREAM = 1;

    private static final Logger LOG = LoggerFactory.getLogger(RelayPlay.class);

    private final PlayRequest request;
    private final ChannelId channel;
    private final long epoch;
    private final Delivery delivery;
    private final Duration patience;
    private final Counter refusals;

    /** @param refusals counts this play if it is refused */
    public RelayPlay(
            PlayRequest request,
            ChannelId channel,
            long epoch,
            Delivery delivery,
            Duration patience,
            Counter refusals) {
        this.request = request;
        this.channel = channel;
        this.epoch = epoch;
        this.delivery = delivery;
        this.patience = patience;
        this.refusals = refusals;
    }

    public ChannelId channel() {
        return channel;
    }

    /** Of the session that is asked for, and of no other. */
    public long epoch() {
        return epoch;
    }

    /** That of the relay's connection. */
    public EventLoop eventLoop() {
        return request.eventLoop();
    }

    /** How long the play may wait for a session that is just beginning. */
    public Duration patience() {
        return patience;
    }

    /**
     * Serves the relay until the cursor's log ends, then closes its connection.
     *
     * @param cursor in a log of RTMP messages of {@link #MESSAGE_STREAM}; taken over
     * @param onClosed run on {@link #eventLoop} when the relay is over, once
     */
    public void accept(Cursor cursor, Runnable onClosed) {
        LOG.info("Relay of {} (epoch {}) to {}", channel, epoch, request.remoteAddress());
        request.accept(new RelayViewer(cursor, delivery, onClosed));
    }

    /** A later session has begun. */
    public void refuseAsOver() {
        refuse("Epoch " + epoch + " of " + channel + " is over.");
    }

    /** The session has not come. */
    public void refuseAsAbsent() {
        refuse("Epoch " + epoch + " of " + channel + " is not live here.");
    }

    private void refuse(String description) {
        refusals.increment();
        LOG.info("Refused a relay to {}: {}", request.remoteAddress(), description);
        request.refuse(new StreamStatus("NetStream.Play.StreamNotFound", description));
    }
}
