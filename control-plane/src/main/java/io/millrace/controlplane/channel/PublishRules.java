package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelCommand.StartPublish;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelReply.PublishDecision;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.controlplane.channel.ChannelEvent.PublishEnded;
import io.millrace.controlplane.channel.ChannelEvent.PublishStarted;
import io.millrace.controlplane.channel.ChannelState.Session;
import java.time.Duration;
import java.time.Instant;
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
     * @param epoch the sequence number that the event will have in the journal
     * @param before when the session before ended, if there was one
     */
    PublishStarted start(StartPublish command, long epoch, String signals, Instant now, Optional<Instant> before) {
        boolean continuesWindow =
                before.isPresent() && Duration.between(before.get(), now).compareTo(settings.windowCarryOver()) <= 0;
        return new PublishStarted(
                epoch, command.attempt(), command.origin(), command.publisher(), signals, now, continuesWindow);
    }

    /** Whether the session's origin is no member of the cluster any more. */
    boolean isLost(Session session) {
        return !members.contains(session.origin().address());
    }
}
