package io.millrace.controlplane.webhook;

import io.millrace.controlplane.webhook.DeliveryEvent.QueuedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far one webhook has got with a channel's facts; a part of the snapshot.
 *
 * @param settledUpTo the sequence number up to which nothing is to be done but what {@code again} holds
 * @param dropped how many were never sent as too many waited
 * @param delivered the last that have arrived, oldest first
 * @param failed the last that were given up, oldest first
 * @param again given up once, and waiting anew
 * @param againSince when these began to wait anew
 */
record WebhookQueue(
        long settledUpTo,
        long dropped,
        List<Outcome> delivered,
        List<Outcome> failed,
        List<QueuedFact> again,
        Optional<Instant> againSince) {
    static final int DELIVERED_KEPT = 20;
    static final int FAILED_KEPT = 100;

    /**
     * What became of a fact.
     *
     * @param error empty if it has arrived
     */
    record Outcome(QueuedFact fact, int attempts, String error, Instant at) {}

    WebhookQueue {
        delivered = List.copyOf(delivered);
        failed = List.copyOf(failed);
        again = List.copyOf(again);
        againSince = againSince == null ? Optional.empty() : againSince;
    }

    static WebhookQueue after(long sequence) {
        return new WebhookQueue(sequence, 0, List.of(), List.of(), List.of(), Optional.empty());
    }

    /** The fact that is waiting anew, if that is one. */
    private Optional<QueuedFact> again(long sequence) {
        return again.stream().filter(fact -> fact.sequence() == sequence).findFirst();
    }

    WebhookQueue arrived(Outcome outcome) {
        WebhookQueue settled = settled(outcome.fact().sequence());
        return new WebhookQueue(
                settled.settledUpTo,
                dropped,
                newest(delivered, outcome, DELIVERED_KEPT),
                failed,
                settled.again,
                againSince);
    }

    WebhookQueue givenUp(Outcome outcome) {
        WebhookQueue settled = settled(outcome.fact().sequence());
        return new WebhookQueue(
                settled.settledUpTo,
                dropped,
                delivered,
                newest(failed, outcome, FAILED_KEPT),
                settled.again,
                againSince);
    }

    /** Nothing more is to be done with it. */
    WebhookQueue settled(long sequence) {
        if (again(sequence).isPresent()) {
            List<QueuedFact> rest =
                    again.stream().filter(fact -> fact.sequence() != sequence).toList();
            return new WebhookQueue(settledUpTo, dropped, delivered, failed, rest, againSince);
        }
        return new WebhookQueue(Math.max(settledUpTo, sequence), dropped, delivered, failed, again, againSince);
    }

    WebhookQueue dropped(long upTo, int count) {
        return new WebhookQueue(Math.max(settledUpTo, upTo), dropped + count, delivered, failed, again, againSince);
    }

    WebhookQueue requeued(Instant at) {
        List<QueuedFact> more = new ArrayList<>(again);
        failed.forEach(outcome -> more.add(outcome.fact()));
        return new WebhookQueue(settledUpTo, dropped, delivered, List.of(), more, Optional.of(at));
    }

    private static List<Outcome> newest(List<Outcome> before, Outcome outcome, int kept) {
        List<Outcome> all = new ArrayList<>(before);
        all.add(outcome);
        return all.subList(Math.max(0, all.size() - kept), all.size());
    }
}
