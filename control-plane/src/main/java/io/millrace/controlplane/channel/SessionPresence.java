package io.millrace.controlplane.channel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.EndReason;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.SessionSignal;
import io.millrace.controlplane.channel.ChannelState.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the running session but not persisted: its lease, where its origin listens, and what it carries.
 * After a restart of the actor the lease begins anew. Used by the actor's thread only.
 */
final class SessionPresence {
    private static final String LEASE = "lease";

    private final ChannelId id;
    private final Duration lease;
    private final TimerScheduler<ChannelMessage> timers;
    private Optional<Known> known = Optional.empty();

    private record Known(ActorRef<SessionSignal> signals, Optional<Instant> heardAt, Optional<MediaInfo> media) {}

    /** No report of that session has come for the lease time. */
    record LeaseExpired(long epoch) implements ChannelMessage {}

    SessionPresence(ChannelId id, Duration lease, TimerScheduler<ChannelMessage> timers) {
        this.id = id;
        this.lease = lease;
        this.timers = timers;
    }

    /** The actor has found the session in its journal. */
    void recovered(long epoch, ActorRef<SessionSignal> signals) {
        renew(epoch, new Known(signals, Optional.empty(), Optional.empty()));
    }

    void begun(long epoch, ActorRef<SessionSignal> signals, Instant now) {
        renew(epoch, new Known(signals, Optional.of(now), media()));
    }

    void reported(long epoch, ActorRef<SessionSignal> signals, Instant now, MediaInfo media) {
        renew(epoch, new Known(signals, Optional.of(now), Optional.of(media)));
    }

    private void renew(long epoch, Known now) {
        known = Optional.of(now);
        timers.startSingleTimer(LEASE, new LeaseExpired(epoch), lease);
    }

    /** Tells the session's origin that it is over. */
    void over(long epoch, EndReason reason) {
        known.ifPresent(session -> session.signals().tell(new SessionSignal(id, epoch, reason)));
        left();
    }

    /** The session's origin has itself said that it is over. */
    void left() {
        timers.cancel(LEASE);
        known = Optional.empty();
    }

    Optional<MediaInfo> media() {
        return known.flatMap(Known::media);
    }

    /** When the session was last known to run: its last report, else the end of its last segment, else its start. */
    Instant lastSign(ChannelState state, Session session) {
        return known.flatMap(Known::heardAt).orElseGet(() -> state.index()
                .last()
                .filter(segment -> segment.epoch() == session.epoch())
                .map(segment -> Instant.ofEpochMilli(segment.endMillis()))
                .orElse(session.startedAt()));
    }
}
