package io.millrace.edge.relay;

import io.millrace.edge.feed.EdgeFeed;
import io.millrace.relay.RelayPlay;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The edges that pull one channel from this one. Each asks for one epoch and gets that only; who asks for a newer one
 * waits for it a little. Confined to the channel's event loop; bounded by the relay listener's connections.
 */
final class ChildRelays {
    private final EventLoop loop;
    private final Set<RelayPlay> waiting = new LinkedHashSet<>();
    private int served;

    ChildRelays(EventLoop loop) {
        this.loop = loop;
    }

    /** @param onGone run when the child has waited in vain or has left, once */
    void add(RelayPlay play, Runnable onGone) {
        waiting.add(play);
        loop.schedule(
                () -> {
                    if (waiting.remove(play)) {
                        play.refuseAsAbsent();
                        onGone.run();
                    }
                },
                play.patience().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Serves those who wait for the session that the origin sends now. */
    void serve(long epoch, EdgeFeed feed, Runnable onGone) {
        for (RelayPlay play : take(play -> play.epoch() == epoch)) {
            served++;
            play.accept(
                    feed.joinRelay(),
                    () -> loop.execute(() -> {
                        served--;
                        onGone.run();
                    }));
        }
    }

    /** Refuses those who wait for an earlier session. */
    void refuseBefore(long epoch) {
        take(play -> play.epoch() < epoch).forEach(RelayPlay::refuseAsOver);
    }

    void refuseAll() {
        take(play -> true).forEach(RelayPlay::refuseAsAbsent);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && served == 0;
    }

    int served() {
        return served;
    }

    private List<RelayPlay> take(Predicate<RelayPlay> which) {
        List<RelayPlay> taken = waiting.stream().filter(which).toList();
        taken.forEach(waiting::remove);
        return taken;
    }
}
