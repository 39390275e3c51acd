package io.millrace.origin.relay;

import io.millrace.channel.ChannelId;
import io.millrace.origin.feed.Feed;
import io.millrace.origin.feed.Feeds;
import io.millrace.relay.RelayPlay;
import io.millrace.relay.RelaySource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Gives edges the session that they ask for if it is live here. As they hear of a new session at the same time as its
 * origin, a play may wait for it a little. Safe on any thread.
 */
public final class FeedRelays implements RelaySource {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Feeds feeds;

    public FeedRelays(Feeds feeds) {
        this.feeds = feeds;
    }

    @Override
    public boolean knows(ChannelId channel, long epoch) {
        return feeds.find(channel).filter(feed -> feed.epoch() >= epoch).isPresent();
    }

    @Override
    public void serve(RelayPlay play) {
        serve(play, System.nanoTime() + play.patience().toNanos());
    }

    private void serve(RelayPlay play, long deadlineNanos) {
        Optional<Feed> feed = feeds.find(play.channel());
        if (feed.isPresent() && feed.get().epoch() == play.epoch()) {
            play.accept(feed.get().relayLog().atNewestRandomAccessPoint(), () -> {});
        } else if (feed.isPresent() && feed.get().epoch() > play.epoch()) {
            play.refuseAsOver();
        } else if (System.nanoTime() - deadlineNanos < 0) {
            play.eventLoop().schedule(() -> serve(play, deadlineNanos), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            play.refuseAsAbsent();
        }
    }
}
