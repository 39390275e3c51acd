package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;
import java.util.List;

/**
 * What has happened to a channel. This file is a file format: the class names and component names are what the journal
 * says, so none is ever renamed or moved, and a new component needs a Jackson migration.
 */
sealed interface ChannelEvent extends Persistent {

    record Created(ChannelConfig config, ChannelStatus status, Instant at) implements ChannelEvent {}

    record Configured(ChannelConfig config, ChannelStatus status, Instant at) implements ChannelEvent {}

    record StatusSet(ChannelStatus status, Instant at) implements ChannelEvent {}

    /**
     * @param epoch the event's own sequence number in the journal
     * @param signals the origin's actor for the session, as a serialized ActorRef
     * @param continuesWindow whether the live window goes on with the segments of the session before; version 1 of this
     *     event lacked it, and meant yes
     * @param resumes whether the publisher of the session before has come back after its connection broke, so that both are
     *     one session in the history; versions before 3 lacked it, and meant no
     */
    record PublishStarted(
            long epoch,
            String attempt,
            OriginNode origin,
            Publisher publisher,
            String signals,
            Instant at,
            boolean continuesWindow,
            boolean resumes)
            implements ChannelEvent {}

    record SegmentSealed(Segment segment) implements ChannelEvent {}

    /** The oldest open segments now lie in a page object. */
    record PageClosed(long firstSequence, int count) implements ChannelEvent {}

    record PublishEnded(long epoch, EndReason reason, Instant at) implements ChannelEvent {}

    record Deleted(Instant at) implements ChannelEvent {}

    /** What the events persisted with this one are to callbacks; comes behind them. */
    record FactsNoted(List<ChannelFact> facts) implements ChannelEvent {
        public FactsNoted {
            facts = List.copyOf(facts);
        }
    }

    /** The facts up to that number are kept elsewhere now. */
    record FactsTaken(long upTo) implements ChannelEvent {}
}
