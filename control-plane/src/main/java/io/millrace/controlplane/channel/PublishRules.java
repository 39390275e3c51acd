package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelCommand.StartPublish;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelReply.PublishDecision;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.channel.Publisher;
import io.millrace.channel.SessionRecord;
import io.millrace.controlplane.channel.ChannelEvent.PublishEnded;
import io.millrace.controlplane.channel.ChannelEvent.PublishStarted;
import io.millrace.controlplane.channel.ChannelState.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may begin a session, and what that means for the one before. */
final class PublishRules {
    private final ChannelId id;
    private final ChannelSettings settings;
    private final ClusterMembers members;

    PublishRules(ChannelId id, ChannelSettings settings, ClusterMembers members) {
        this.id = id;
        this.settings = settings;
        this.members = members;
    }

    /** The answer to an ask that begins no session, be it that it has begun one already; empty for one that does. */
    Optional<PublishDecision> answer(ChannelState state, StartPublish command) {
        if (state.profile().isEmpty()) {
            return Optional.of(new ChannelReply.NoSuchChannel(id));
        }
        Optional<Session> running = state.session();
        if (running.isPresent() && running.get().attempt().equals(command.attempt())) {
            return Optional.of(granted(state));
        }
        if (state.profile().get().status() == ChannelStatus.DISABLED) {
            return Optional.of(new ChannelReply.Disabled(id));
        }
        boolean mayEnd = command.takeOver() && !state.wasTakenOver(command.attempt());
        return running.filter(session -> !mayEnd && !isLost(session))
                .map(session -> new ChannelReply.AlreadyPublishing(
                        session.epoch(), session.publisher().remoteAddress()));
    }

    static ChannelReply.Granted granted(ChannelState state) {
        return new ChannelReply.Granted(
                state.lastEpoch(),
                state.profile().orElseThrow().config(),
                state.index().nextSequence());
    }

    /** How the running session ends, if there is one, when another begins now. */
    PublishEnded endOf(Session running, Instant now, Instant lastSign) {
        return isLost(running)
                ? new PublishEnded(running.epoch(), EndReason.ORIGIN_LOST, lastSign)
                : new PublishEnded(running.epoch(), EndReason.TAKEN_OVER, now);
    }

    /**
     * What begins a session, behind the end of the one before.
     *
     * @param end of the running session, if there is one
     * @param epoch the sequence number that the begin will have in the journal
     */
    List<ChannelEvent> events(
            ChannelState state,
            Optional<PublishEnded> end,
            StartPublish command,
            long epoch,
            String signals,
            Instant now) {
        Optional<SessionRecord> before = end.map(state::publishEnded)
                .or(() -> Optional.of(state))
                .flatMap(ChannelState::lastPast)
                .map(ChannelState.PastSession::record);
        List<ChannelEvent> events = new ArrayList<>();
        end.ifPresent(events::add);
        events.add(start(command, epoch, signals, now, before));
        return events;
    }

    /** @param before the session before, if there was one; it has ended by now */
    private PublishStarted start(
            StartPublish command, long epoch, String signals, Instant now, Optional<SessionRecord> before) {
        return new PublishStarted(
                epoch,
                command.attempt(),
                command.origin(),
                command.publisher(),
                signals,
                now,
                before.filter(session -> isWithin(settings.windowCarryOver(), session, now))
                        .isPresent(),
                before.filter(session -> isWithin(settings.resumeTime(), session, now))
                        .filter(session -> isResumable(session, command.publisher()))
                        .isPresent());
    }

    private static boolean isWithin(Duration limit, SessionRecord session, Instant now) {
        return Duration.between(session.endedAt(), now).compareTo(limit) <= 0;
    }

    /** Whether that session broke off rather than being ended, and its publisher is the one who comes now. */
    private static boolean isResumable(SessionRecord session, Publisher publisher) {
        return switch (session.reason()) {
            case CONNECTION_LOST, ORIGIN_LOST, LEASE_EXPIRED, CLOSED_BY_ORIGIN, TAKEN_OVER ->
                host(session.remoteAddress()).equals(host(publisher.remoteAddress()));
            case PUBLISHER_LEFT, DISABLED, DELETED -> false;
        };
    }

    private static String host(String remoteAddress) {
        return remoteAddress.substring(0, Math.max(0, remoteAddress.lastIndexOf(':')));
    }

    /** Whether the session's origin is no member of the cluster any more. */
    boolean isLost(Session session) {
        return !members.contains(session.origin().address());
    }
}
