package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelReply.SealReply;
import io.millrace.channel.Segment;
import java.util.Optional;

/** Which segments a channel takes: once each, in order, of the running session only, and never too many at a time. */
final class SealRules {
    private final int maxOpenSegments;

    SealRules(int maxOpenSegments) {
        this.maxOpenSegments = maxOpenSegments;
    }

    /** The answer to a segment that is not to be entered, or is in already; empty for one to be entered now. */
    Optional<SealReply> answer(ChannelState state, Segment segment) {
        SegmentIndex index = state.index();
        boolean entered = index.find(segment.sequence())
                .filter(known -> known.epoch() == segment.epoch())
                .isPresent();
        if (entered) {
            return Optional.of(new ChannelReply.Sealed(segment.sequence()));
        }
        if (!state.isLive(segment.epoch())) {
            return Optional.of(new ChannelReply.Fenced(state.lastEpoch(), state.endOf(segment.epoch())));
        }
        if (segment.sequence() != index.nextSequence()) {
            return Optional.of(
                    isInClosedPage(state, segment)
                            ? new ChannelReply.Sealed(segment.sequence())
                            : new ChannelReply.OutOfOrder(index.nextSequence()));
        }
        if (index.open().size() >= maxOpenSegments) {
            return Optional.of(new ChannelReply.IndexFull(maxOpenSegments));
        }
        return Optional.empty();
    }

    /** Numbers from the running session's first on can only be that session's own. */
    private static boolean isInClosedPage(ChannelState state, Segment segment) {
        return segment.sequence() < state.index().nextSequence()
                && segment.sequence() >= state.session().orElseThrow().firstSequence();
    }

    /** The first segment of a session never continues the last one of another, whatever its origin knew. */
    static Segment asEntered(SegmentIndex index, Segment segment) {
        boolean otherSession =
                index.last().filter(last -> last.epoch() != segment.epoch()).isPresent();
        return new Segment(
                segment.sequence(),
                segment.epoch(),
                segment.key(),
                segment.startMillis(),
                segment.durationMillis(),
                segment.bytes(),
                segment.discontinuity() || otherSession);
    }
}
