package io.millrace.controlplane.webhook;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.Webhook;
import io.millrace.controlplane.webhook.DeliveryEvent.Accepted;
import io.millrace.controlplane.webhook.DeliveryEvent.Dropped;
import io.millrace.controlplane.webhook.DeliveryEvent.QueuedFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which facts are kept for whom, and what has to go when too many wait. */
final class Intake {
    private final Attempts attempts;
    private final Optional<Bucket> bucket;
    private final int maxWaiting;

    Intake(Attempts attempts, Optional<Bucket> bucket, int maxWaiting) {
        this.attempts = attempts;
        this.bucket = bucket;
        this.maxWaiting = maxWaiting;
    }

    /** Facts of the channel's journal, some of which may be here already. */
    List<DeliveryEvent> take(DeliveryState state, List<ChannelFact> facts) {
        return accept(
                state,
                facts.stream().filter(fact -> fact.number() > state.taken()).toList());
    }

    /** A fact that no journal tells, of the session before it. */
    List<DeliveryEvent> append(DeliveryState state, ChannelFact fact) {
        return accept(
                state,
                List.of(new ChannelFact(
                        0,
                        fact.kind(),
                        state.lastEpoch(),
                        fact.at(),
                        fact.client(),
                        fact.playlistName(),
                        fact.segment(),
                        fact.sentBytes(),
                        fact.receivedBytes())));
    }

    private List<DeliveryEvent> accept(DeliveryState state, List<ChannelFact> facts) {
        long taken = state.taken();
        long sequence = state.lastSequence();
        List<QueuedFact> known = new ArrayList<>();
        for (ChannelFact fact : facts) {
            taken = Math.max(taken, fact.number());
            QueuedFact queued = new QueuedFact(sequence + 1, fact, List.of());
            List<String> webhooks = wantedBy(queued);
            if (!webhooks.isEmpty()) {
                sequence++;
                known.add(new QueuedFact(sequence, fact, webhooks));
            } else if (isToBeKnown(fact)) {
                known.add(new QueuedFact(sequence, fact, List.of()));
            }
        }
        if (known.isEmpty()) {
            return List.of();
        }
        List<DeliveryEvent> events = new ArrayList<>();
        Accepted accepted = new Accepted(taken, known);
        events.add(accepted);
        drop(state.accepted(accepted), events);
        return events;
    }

    /**
     * Of what nobody wants now. It comes again when the channel's node is killed, perhaps after a webhook was set that would
     * take it for news; and a connection that ends later is of the session that began. Segments that webhooks leave out are
     * not worth a write each.
     */
    private boolean isToBeKnown(ChannelFact fact) {
        boolean withoutWebhooks =
                bucket.filter(found -> !found.settings().webhooks().isEmpty()).isEmpty();
        return fact.number() > 0 && (withoutWebhooks || fact.kind() != ChannelFact.Kind.SEGMENT);
    }

    private List<String> wantedBy(QueuedFact fact) {
        return bucket.stream()
                .flatMap(found -> found.settings().webhooks().stream())
                .filter(webhook ->
                        attempts.occasion(fact).moment().wantedBy(webhook).isPresent())
                .map(Webhook::name)
                .toList();
    }

    private void drop(DeliveryState state, List<DeliveryEvent> events) {
        for (String webhook : state.webhooks().keySet()) {
            List<QueuedFact> waiting = state.waiting(webhook).stream()
                    .filter(fact ->
                            fact.sequence() > state.webhooks().get(webhook).settledUpTo())
                    .toList();
            int excess = waiting.size() - maxWaiting;
            if (excess > 0) {
                events.add(new Dropped(webhook, waiting.get(excess - 1).sequence(), excess));
            }
        }
    }
}
