package io.millrace.origin.publish;

import io.millrace.auth.RightEnd;
import io.millrace.channel.BucketReply;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.SessionSignal;
import io.millrace.origin.segment.CutSegment;
import java.time.Duration;
import java.util.Optional;

/** What a publish session is told; never leaves the node. */
sealed interface SessionMessage {
    /** Any answer of the channel's actor. */
    record ChannelAnswered(ChannelReply reply) implements SessionMessage {}

    record BucketAnswered(BucketReply reply) implements SessionMessage {}

    record Signalled(SessionSignal signal) implements SessionMessage {}

    /** The feed has finished a segment; the receiver releases it in the end. */
    record SegmentCut(CutSegment segment) implements SessionMessage {}

    /** The publisher has gone; comes after the last segment. */
    record FeedOver(EndReason reason) implements SessionMessage {}

    /** The store has answered. */
    record SegmentStored(Optional<Throwable> failure) implements SessionMessage {}

    /** What the publisher is here by has ended, and the bucket's grace with it. */
    record RightOver(RightEnd end) implements SessionMessage {}

    /** The node stops. */
    record Stop(Duration deadline) implements SessionMessage {}

    enum Timer implements SessionMessage {
        ASK_AGAIN,
        START_TIMED_OUT,
        REPORT,
        STORE_AGAIN,
        SEAL_AGAIN,
        END_AGAIN,
        RECONNECT_OVER,
        KEY_FRAME_OVERDUE,
        FINISH_TIMED_OUT
    }
}
