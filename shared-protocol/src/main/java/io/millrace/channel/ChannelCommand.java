package io.millrace.channel;

import akka.actor.typed.ActorRef;
import java.time.Instant;
import java.util.Optional;

/** What a LiveChannel actor can be asked. Every command names the channel by its sharding entity. */
public sealed interface ChannelCommand extends ChannelMessage {

    /**
     * Creates the channel, or overwrites its configuration and status. Sent by the channel's bucket only, which keeps
     * the directory.
     *
     * @param onlyIfAbsent answer {@link ChannelReply.AlreadyExists} instead of overwriting
     */
    record Configure(
            ChannelConfig config, ChannelStatus status, boolean onlyIfAbsent, ActorRef<ChannelReply.Configured> replyTo)
            implements ChannelCommand {}

    /** Enables or disables the channel; disabling ends a running session. Sent by the channel's bucket only. */
    record SetStatus(ChannelStatus status, ActorRef<ChannelReply.StatusSet> replyTo) implements ChannelCommand {}

    /** Removes the channel, not its objects; refused while live. Sent by the channel's bucket only. */
    record Delete(ActorRef<ChannelReply.Deletion> replyTo) implements ChannelCommand {}

    record Describe(ActorRef<ChannelReply.Description> replyTo) implements ChannelCommand {}

    record GetStatus(ActorRef<ChannelReply.Stat> replyTo) implements ChannelCommand {}

    record GetHistory(ActorRef<ChannelReply.History> replyTo) implements ChannelCommand {}

    /**
     * Asks to begin a session.
     *
     * @param attempt unique to this publish, so that a repeated ask begins one session only
     * @param takeOver whether a running session is ended in favour of this one, rather than this one refused
     * @param signals where the session's end is to be told
     */
    record StartPublish(
            String attempt,
            OriginNode origin,
            Publisher publisher,
            boolean takeOver,
            ActorRef<SessionSignal> signals,
            ActorRef<ChannelReply.PublishDecision> replyTo)
            implements ChannelCommand {}

    /** Renews the session's lease and says what it carries; not persisted. */
    record Report(
            long epoch, MediaInfo media, ActorRef<SessionSignal> signals, ActorRef<ChannelReply.ReportReply> replyTo)
            implements ChannelCommand {}

    /** Enters a stored segment; repeats are acknowledged and change nothing. */
    record SealSegment(Segment segment, ActorRef<ChannelReply.SealReply> replyTo) implements ChannelCommand {}

    /** Ends the session; of a session already over it is acknowledged and changes nothing. */
    record EndPublish(long epoch, EndReason reason, ActorRef<ChannelReply.Ended> replyTo) implements ChannelCommand {}

    /**
     * Asks for the channel's view now and at every change, for some seconds; repeated by the watcher.
     *
     * @param withWindow whether the view includes the live window
     */
    record Watch(boolean withWindow, ActorRef<ChannelView> watcher) implements ChannelCommand {}

    /** Takes the watch back. */
    record Unwatch(ActorRef<ChannelView> watcher) implements ChannelCommand {}

    /** Asks which nodes watch the channel, which are those that have its feed or are about to. */
    record GetWatchers(ActorRef<ChannelReply.Watchers> replyTo) implements ChannelCommand {}

    /**
     * Finds the segments whose start lies in {@code [from, to]}; any times will do, {@link Instant#MAX} for no end.
     *
     * @param limit how many segments the answer may list itself; less than none is none
     */
    record QuerySegments(Instant from, Instant to, int limit, ActorRef<ChannelReply.Segments> replyTo)
            implements ChannelCommand {}

    /** The live playlist's content now, for the object that the OSS API serves under its name. */
    record GetWindow(ActorRef<ChannelReply.WindowReply> replyTo) implements ChannelCommand {}

    /** The name of a stored page and the times it covers. */
    record PageRef(String key, long firstSequence, int count, long firstStartMillis, long lastStartMillis) {}

    /** Where a session stands in the eyes of a channel. */
    record LiveSession(long epoch, Instant startedAt, String remoteAddress, Optional<MediaInfo> media) {}
}
