package io.millrace.origin.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.RecipientRef;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.Segment;
import io.millrace.origin.segment.CutSegment;
import java.util.Locale;
import java.util.function.Function;

/**
 * A session's line to its channel's actor.
 *
 * @param replies where all answers go to
 */
record SessionChannel(ChannelId id, long epoch, RecipientRef<ChannelCommand> ref, ActorRef<ChannelReply> replies) {

    void tell(Function<ActorRef<ChannelReply>, ChannelCommand> command) {
        ref.tell(command.apply(replies));
    }

    /** The segment's entry; its key is the start in 13 digits followed by the epoch in 8. */
    Segment describe(CutSegment cut, long sequence) {
        String key = String.format(Locale.ROOT, "%s/%013d%08d.ts", id.channel(), cut.startMillis(), epoch);
        return new Segment(
                sequence, epoch, key, cut.startMillis(), cut.durationMillis(), cut.bytes(), cut.discontinuity());
    }
}
