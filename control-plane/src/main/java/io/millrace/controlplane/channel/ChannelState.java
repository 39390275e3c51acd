package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Publisher;
import io.millrace.channel.SessionRecord;
import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is true of a channel, as its events have made it; also its snapshot. A deleted channel keeps its segment index,
 * as its segments stay in the store and their numbers go on should the channel be created again.
 *
 * @param profile empty if there is no such channel
 * @param playlistName the live playlist's name: the configured one, or the one that the newest session chose
 * @param lastEpoch of the newest session, 0 if there was none
 * @param past the last sessions, oldest first
 * @param outbox what callbacks are to tell and the actor that delivers it has not taken over
 */
record ChannelState(
        Optional<Profile> profile,
        String playlistName,
        Optional<Session> session,
        long lastEpoch,
        List<PastSession> past,
        SegmentIndex index,
        FactOutbox outbox)
        implements Persistent {
    static final int HISTORY = 10;
    static final ChannelState EMPTY = new ChannelState(
            Optional.empty(), "", Optional.empty(), 0, List.of(), SegmentIndex.EMPTY, FactOutbox.EMPTY);

    /** What an operator has set. */
    record Profile(ChannelConfig config, ChannelStatus status, Instant createdAt, Instant lastModified) {}

    /**
     * The running session.
     *
     * @param begunAt when it began for the history, be it as a session that this one resumes; empty for its start
     * @param firstSequence the media sequence number of its first segment
     * @param signals the origin's actor for it, as a serialized ActorRef
     */
    record Session(
            long epoch,
            String attempt,
            OriginNode origin,
            Publisher publisher,
            Instant startedAt,
            Optional<Instant> begunAt,
            long firstSequence,
            String signals) {
        Session {
            // A snapshot from before sessions could be resumed lacks it.
            begunAt = begunAt == null ? Optional.empty() : begunAt;
        }
    }

    /**
     * A session that has ended.
     *
     * @param attempt what had begun it
     * @param resumed whether its publisher came back and the next session tells of it, too
     */
    record PastSession(SessionRecord record, String attempt, boolean resumed) {
        PastSession asResumed() {
            return new PastSession(record, attempt, true);
        }
    }

    ChannelState {
        past = List.copyOf(past);
        // A snapshot from before there were callbacks lacks it.
        outbox = outbox == null ? FactOutbox.EMPTY : outbox;
    }

    boolean isLive() {
        return session.isPresent();
    }

    boolean isLive(long epoch) {
        return session.isPresent() && session.get().epoch() == epoch;
    }

    /** Why that session is over. */
    EndReason endOf(long epoch) {
        return past.stream()
                .filter(ended -> ended.record().epoch() == epoch)
                .map(ended -> ended.record().reason())
                .findFirst()
                .orElse(profile.isPresent() ? EndReason.TAKEN_OVER : EndReason.DELETED);
    }

    /** Whether that attempt's session has had to make room, so that asking again must not take the channel back. */
    boolean wasTakenOver(String attempt) {
        return past.stream()
                .filter(ended -> ended.record().reason() == EndReason.TAKEN_OVER)
                .anyMatch(ended -> ended.attempt().equals(attempt));
    }

    Optional<PastSession> lastPast() {
        return past.isEmpty() ? Optional.empty() : Optional.of(past.get(past.size() - 1));
    }

    ChannelState created(ChannelEvent.Created event) {
        Profile created = new Profile(event.config(), event.status(), event.at(), event.at());
        return new ChannelState(
                Optional.of(created),
                event.config().playlistName(),
                session,
                lastEpoch,
                past,
                index.withFreshWindow(),
                outbox);
    }

    ChannelState configured(ChannelEvent.Configured event) {
        Instant createdAt = profile.orElseThrow().createdAt();
        Profile changed = new Profile(event.config(), event.status(), createdAt, event.at());
        return new ChannelState(
                Optional.of(changed), event.config().playlistName(), session, lastEpoch, past, index, outbox);
    }

    ChannelState statusSet(ChannelEvent.StatusSet event) {
        Profile before = profile.orElseThrow();
        Profile changed = new Profile(before.config(), event.status(), before.createdAt(), event.at());
        return new ChannelState(Optional.of(changed), playlistName, session, lastEpoch, past, index, outbox);
    }

    ChannelState publishStarted(ChannelEvent.PublishStarted event) {
        Session started = new Session(
                event.epoch(),
                event.attempt(),
                event.origin(),
                event.publisher(),
                event.at(),
                event.resumes() ? lastPast().map(PastSession::record).map(SessionRecord::startedAt) : Optional.empty(),
                index.nextSequence(),
                event.signals());
        ChannelConfig config = profile.orElseThrow().config();
        SegmentIndex window = event.continuesWindow() ? index : index.withFreshWindow();
        return new ChannelState(
                profile,
                event.publisher().playlistName().orElse(config.playlistName()),
                Optional.of(started),
                event.epoch(),
                event.resumes() ? withLastResumed() : past,
                window.withTargetDurationAtLeast(config.fragDurationSeconds()),
                outbox);
    }

    ChannelState segmentSealed(String channel, ChannelEvent.SegmentSealed event) {
        int windowCount = profile.orElseThrow().config().fragCount();
        return new ChannelState(
                profile,
                playlistName,
                session,
                lastEpoch,
                past,
                index.with(channel, event.segment(), windowCount),
                outbox);
    }

    ChannelState pageClosed(ChannelEvent.PageClosed event) {
        SegmentIndex closed = index.withPageClosed(event.firstSequence(), event.count());
        return new ChannelState(profile, playlistName, session, lastEpoch, past, closed, outbox);
    }

    ChannelState publishEnded(ChannelEvent.PublishEnded event) {
        Session ended = session.orElseThrow();
        SessionRecord record = new SessionRecord(
                ended.epoch(),
                ended.begunAt().orElse(ended.startedAt()),
                event.at(),
                ended.publisher().remoteAddress(),
                event.reason());
        List<PastSession> others = past.stream().filter(each -> !each.resumed()).toList();
        List<PastSession> more =
                new ArrayList<>(others.subList(Math.max(0, others.size() - HISTORY + 1), others.size()));
        lastPast().filter(PastSession::resumed).ifPresent(more::add);
        more.add(new PastSession(record, ended.attempt(), false));
        return new ChannelState(profile, playlistName, Optional.empty(), lastEpoch, more, index, outbox);
    }

    /** What the running session tells of, too, is kept for its attempt's sake only. */
    private List<PastSession> withLastResumed() {
        List<PastSession> marked = new ArrayList<>(past);
        marked.set(marked.size() - 1, marked.get(marked.size() - 1).asResumed());
        return marked;
    }

    ChannelState deleted(ChannelEvent.Deleted event) {
        return new ChannelState(
                Optional.empty(), "", Optional.empty(), lastEpoch, List.of(), index.withFreshWindow(), outbox);
    }

    ChannelState factsNoted(ChannelEvent.FactsNoted event) {
        return with(outbox.with(event.facts()));
    }

    ChannelState factsTaken(ChannelEvent.FactsTaken event) {
        return with(outbox.without(event.upTo()));
    }

    private ChannelState with(FactOutbox other) {
        return new ChannelState(profile, playlistName, session, lastEpoch, past, index, other);
    }
}
