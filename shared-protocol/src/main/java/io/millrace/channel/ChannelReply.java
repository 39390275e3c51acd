package io.millrace.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a LiveChannel actor answers. Expected refusals are answers, not exceptions. */
public sealed interface ChannelReply extends ChannelMessage {

    /** To {@link ChannelCommand.Configure}. */
    sealed interface Configured extends ChannelReply permits Done, AlreadyExists, StillLive {}

    /** To {@link ChannelCommand.SetStatus}. */
    sealed interface StatusSet extends ChannelReply permits Done, NoSuchChannel {}

    /** To {@link ChannelCommand.Delete}. */
    sealed interface Deletion extends ChannelReply permits Done, NoSuchChannel, StillLive {}

    /** To {@link ChannelCommand.Describe}. */
    sealed interface Description extends ChannelReply permits Described, NoSuchChannel {}

    /** To {@link ChannelCommand.GetStatus}. */
    sealed interface Stat extends ChannelReply permits Status, NoSuchChannel {}

    /** To {@link ChannelCommand.GetHistory}. */
    sealed interface History extends ChannelReply permits Sessions, NoSuchChannel {}

    /** To {@link ChannelCommand.StartPublish}. */
    sealed interface PublishDecision extends ChannelReply permits Granted, NoSuchChannel, Disabled, AlreadyPublishing {}

    /** To {@link ChannelCommand.Report}. */
    sealed interface ReportReply extends ChannelReply permits Renewed, Fenced {}

    /** To {@link ChannelCommand.SealSegment}. */
    sealed interface SealReply extends ChannelReply permits Sealed, Fenced, OutOfOrder, IndexFull {}

    /** To {@link ChannelCommand.EndPublish}. */
    record Ended(long epoch) implements ChannelReply {}

    /** To {@link ChannelCommand.QuerySegments}. */
    sealed interface Segments extends ChannelReply permits Found, NoSuchChannel {}

    /** To {@link ChannelCommand.GetWindow}. */
    sealed interface WindowReply extends ChannelReply permits LiveWindow, NoSuchChannel {}

    /** The change is durable, made at the given time. */
    record Done(Instant at) implements Configured, StatusSet, Deletion {}

    record AlreadyExists(Instant lastModified) implements Configured {}

    /** Refused because a session is running. */
    record StillLive(long epoch) implements Configured, Deletion {}

    record NoSuchChannel(ChannelId channel)
            implements StatusSet, Deletion, Description, Stat, History, PublishDecision, Segments, WindowReply {}

    record Described(ChannelConfig config, ChannelStatus status, Instant createdAt, Instant lastModified)
            implements Description {}

    record Status(ChannelStatus status, Optional<ChannelCommand.LiveSession> live) implements Stat {}

    /** Ended sessions, oldest first, at most ten. */
    record Sessions(List<SessionRecord> records) implements History {
        public Sessions {
            records = List.copyOf(records);
        }
    }

    /**
     * The session has begun.
     *
     * @param nextSequence the media sequence number of its first segment
     */
    record Granted(long epoch, ChannelConfig config, long nextSequence) implements PublishDecision {}

    record Disabled(ChannelId channel) implements PublishDecision {}

    record AlreadyPublishing(long epoch, String remoteAddress) implements PublishDecision {}

    record Renewed(long epoch) implements ReportReply {}

    /** The asker's session is not the channel's any more. */
    record Fenced(long currentEpoch, EndReason reason) implements ReportReply, SealReply {}

    record Sealed(long sequence) implements SealReply {}

    /** The segment is the running session's, but not its next one: those from {@code nextSequence} on come first. */
    record OutOfOrder(long nextSequence) implements SealReply {}

    /** The segment cannot be entered now, as closed pages wait for the store; to be asked again later. */
    record IndexFull(int limit) implements SealReply {}

    /**
     * Segments in the asked span, oldest first; those of closed pages are in the named page objects, which hold other
     * segments too.
     *
     * @param complete false if there were more segments than the asked limit
     */
    record Found(List<ChannelCommand.PageRef> pages, List<Segment> segments, boolean complete) implements Segments {
        public Found {
            pages = List.copyOf(pages);
            segments = List.copyOf(segments);
        }
    }

    /**
     * To {@link ChannelCommand.GetWatchers}.
     *
     * @param nodes their cluster addresses without the incarnation, {@code akka://millrace@host:port}
     */
    record Watchers(Set<String> nodes) implements ChannelReply {
        public Watchers {
            nodes = Set.copyOf(nodes);
        }
    }

    record LiveWindow(String playlistName, Window window) implements WindowReply {}
}
