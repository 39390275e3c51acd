package io.millrace.origin.publish;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.micrometer.core.instrument.Counter;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.Segment;
import io.millrace.origin.publish.SessionMessage.SegmentStored;
import io.millrace.origin.publish.SessionMessage.Timer;
import io.millrace.origin.segment.CutSegment;
import io.millrace.origin.segment.SegmentBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A session's finished segments on their way: one after the other is put into the store, then entered at the channel,
 * each step as often as needed. So what the channel lists is in the store, in order and without a gap. Part of the
 * session's actor, on whose thread it is used.
 */
final class SegmentOutbox {
    private static final String CONTENT_TYPE = "video/mp2t";

    private enum Step {
        IDLE,
        STORING,
        PAUSING,
        SEALING
    }

    private final ActorContext<SessionMessage> context;
    private final TimerScheduler<SessionMessage> timers;
    private final SessionServices services;
    private final SessionChannel channel;
    private final SegmentBudget.Share share;
    private final Counter sealedSegments;
    private final Counter storeFailures;
    private final Deque<CutSegment> waiting = new ArrayDeque<>();

    private Step step = Step.IDLE;
    private Optional<Segment> current = Optional.empty();
    private long nextSequence;
    private int tries;
    private boolean discarded;

    SegmentOutbox(
            ActorContext<SessionMessage> context,
            TimerScheduler<SessionMessage> timers,
            SessionServices services,
            SessionChannel channel,
            SegmentBudget.Share share,
            long nextSequence) {
        this.context = context;
        this.timers = timers;
        this.services = services;
        this.channel = channel;
        this.share = share;
        this.nextSequence = nextSequence;
        this.sealedSegments = services.meters().counter("millrace.origin.segments.sealed");
        this.storeFailures = services.meters().counter("millrace.origin.segments.store.failures");
    }

    /** Takes over the segment's content, whose room the sender has taken from the session's share. */
    void add(CutSegment segment) {
        if (discarded) {
            letGo(segment);
            return;
        }
        waiting.addLast(segment);
        if (step == Step.IDLE) {
            next();
        }
    }

    /** Whether nothing waits and nothing is on its way. */
    boolean isIdle() {
        return step == Step.IDLE;
    }

    int size() {
        return waiting.size();
    }

    void onStored(SegmentStored stored) {
        if (discarded) {
            step = Step.IDLE;
            if (stored.failure().isEmpty()) {
                removeUnlisted();
            }
        } else if (stored.failure().isEmpty()) {
            tries = 0;
            step = Step.SEALING;
            seal();
        } else {
            onStoreFailed(stored.failure().get());
        }
    }

    /** The channel has entered a segment; answers to repetitions of older ones are passed over. */
    void onSealed(ChannelReply.Sealed sealed) {
        if (step != Step.SEALING || sealed.sequence() != nextSequence) {
            return;
        }
        timers.cancel(Timer.SEAL_AGAIN);
        sealedSegments.increment();
        nextSequence++;
        letGo(waiting.removeFirst());
        next();
    }

    /** The channel counts otherwise: the segment is entered under the number that it expects, with the next try. */
    void onOutOfOrder(ChannelReply.OutOfOrder expected) {
        if (step == Step.SEALING) {
            nextSequence = expected.nextSequence();
            current = Optional.of(channel.describe(waiting.getFirst(), nextSequence));
        }
    }

    void store() {
        CutSegment head = waiting.getFirst();
        Segment segment = channel.describe(head, nextSequence);
        current = Optional.of(segment);
        step = Step.STORING;
        context.pipeToSelf(
                services.store()
                        .put(
                                channel.id().bucket(),
                                segment.key(),
                                CONTENT_TYPE,
                                head.content().retainedDuplicate()),
                (info, failure) -> new SegmentStored(Optional.ofNullable(failure)));
    }

    void seal() {
        current.ifPresent(segment -> {
            channel.tell(replies -> new ChannelCommand.SealSegment(segment, replies.narrow()));
            tries++;
            timers.startSingleTimer(Timer.SEAL_AGAIN, services.settings().backoff(tries));
        });
    }

    /** Lets go of everything: the channel will enter nothing more of this session, or nobody waits for it any more. */
    void discard() {
        discarded = true;
        timers.cancel(Timer.STORE_AGAIN);
        timers.cancel(Timer.SEAL_AGAIN);
        waiting.forEach(this::letGo);
        waiting.clear();
        if (step != Step.STORING) {
            step = Step.IDLE;
        }
    }

    private void next() {
        tries = 0;
        if (waiting.isEmpty()) {
            step = Step.IDLE;
            current = Optional.empty();
        } else {
            store();
        }
    }

    private void onStoreFailed(Throwable failure) {
        storeFailures.increment();
        tries++;
        context.getLog()
                .warn(
                        "Could not store segment {} of {} (try {}): {}",
                        nextSequence,
                        channel.id(),
                        tries,
                        failure.getMessage());
        step = Step.PAUSING;
        timers.startSingleTimer(Timer.STORE_AGAIN, services.settings().backoff(tries));
    }

    /** An object that was stored after the session had been ended elsewhere, and was never offered to the channel. */
    private void removeUnlisted() {
        current.ifPresent(segment -> services.store()
                .delete(channel.id().bucket(), segment.key())
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        context.getSystem().log().warn("Could not delete {}: {}", segment.key(), failure.getMessage());
                    }
                }));
    }

    private void letGo(CutSegment segment) {
        share.giveBack(segment.bytes());
        segment.content().release();
    }
}
