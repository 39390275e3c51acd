package io.millrace.controlplane.webhook;

import io.millrace.controlplane.persistence.Persistent;
import io.millrace.controlplane.webhook.DeliveryEvent.QueuedFact;
import io.millrace.controlplane.webhook.WebhookQueue.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is true of a channel's callbacks, as their events have made it; also its snapshot.
 *
 * @param taken the number of the newest fact of the channel's journal that has come here
 * @param lastSequence of the newest fact in the queue, ever
 * @param lastEpoch of the newest session that a fact was of
 * @param facts that at least one webhook waits for, oldest first
 * @param webhooks by their names
 */
record DeliveryState(
        long taken, long lastSequence, long lastEpoch, List<QueuedFact> facts, Map<String, WebhookQueue> webhooks)
        implements Persistent {
    static final DeliveryState EMPTY = new DeliveryState(0, 0, 0, List.of(), Map.of());

    DeliveryState {
        facts = List.copyOf(facts);
        webhooks = Map.copyOf(webhooks);
    }

    /** What waits for that webhook, in the order in which it is sent. */
    List<QueuedFact> waiting(String webhook) {
        WebhookQueue queue = webhooks.get(webhook);
        if (queue == null) {
            return List.of();
        }
        List<QueuedFact> waiting = new ArrayList<>(queue.again());
        facts.stream()
                .filter(fact ->
                        fact.sequence() > queue.settledUpTo() && fact.webhooks().contains(webhook))
                .forEach(waiting::add);
        return waiting;
    }

    Optional<QueuedFact> next(String webhook) {
        WebhookQueue queue = webhooks.get(webhook);
        if (queue == null) {
            return Optional.empty();
        }
        if (!queue.again().isEmpty()) {
            return Optional.of(queue.again().get(0));
        }
        return facts.stream()
                .filter(fact ->
                        fact.sequence() > queue.settledUpTo() && fact.webhooks().contains(webhook))
                .findFirst();
    }

    boolean isIdle() {
        return webhooks.keySet().stream().allMatch(name -> next(name).isEmpty());
    }

    DeliveryState accepted(DeliveryEvent.Accepted event) {
        List<QueuedFact> all = new ArrayList<>(facts);
        Map<String, WebhookQueue> queues = new LinkedHashMap<>(webhooks);
        long sequence = lastSequence;
        long epoch = lastEpoch;
        for (QueuedFact fact : event.facts()) {
            if (!fact.webhooks().isEmpty()) {
                all.add(fact);
            }
            sequence = Math.max(sequence, fact.sequence());
            epoch = Math.max(epoch, fact.fact().epoch());
            fact.webhooks().forEach(name -> queues.putIfAbsent(name, WebhookQueue.after(fact.sequence() - 1)));
        }
        return new DeliveryState(Math.max(taken, event.taken()), sequence, epoch, all, queues);
    }

    DeliveryState arrived(DeliveryEvent.Arrived event) {
        return fact(event.webhook(), event.sequence())
                .map(fact -> new Outcome(fact, event.attempts(), "", event.at()))
                .map(outcome -> with(event.webhook(), queue -> queue.arrived(outcome)))
                .orElse(this);
    }

    DeliveryState skipped(DeliveryEvent.Skipped event) {
        return with(event.webhook(), queue -> queue.settled(event.sequence()));
    }

    DeliveryState givenUp(DeliveryEvent.GivenUp event) {
        return fact(event.webhook(), event.sequence())
                .map(fact -> new Outcome(fact, event.attempts(), event.error(), event.at()))
                .map(outcome -> with(event.webhook(), queue -> queue.givenUp(outcome)))
                .orElse(this);
    }

    DeliveryState dropped(DeliveryEvent.Dropped event) {
        return with(event.webhook(), queue -> queue.dropped(event.upTo(), event.count()));
    }

    DeliveryState requeued(DeliveryEvent.Requeued event) {
        return with(event.webhook(), queue -> queue.requeued(event.at()));
    }

    DeliveryState webhookGone(DeliveryEvent.WebhookGone event) {
        Map<String, WebhookQueue> queues = new LinkedHashMap<>(webhooks);
        queues.remove(event.webhook());
        return pruned(queues);
    }

    private Optional<QueuedFact> fact(String webhook, long sequence) {
        return waiting(webhook).stream()
                .filter(fact -> fact.sequence() == sequence)
                .findFirst();
    }

    private DeliveryState with(String webhook, UnaryOperator<WebhookQueue> change) {
        Map<String, WebhookQueue> queues = new LinkedHashMap<>(webhooks);
        queues.computeIfPresent(webhook, (name, queue) -> change.apply(queue));
        return pruned(queues);
    }

    /** Without the facts that nobody waits for any more. */
    private DeliveryState pruned(Map<String, WebhookQueue> queues) {
        List<QueuedFact> needed = facts.stream()
                .filter(fact -> fact.webhooks().stream()
                        .anyMatch(name ->
                                queues.containsKey(name) && queues.get(name).settledUpTo() < fact.sequence()))
                .toList();
        return new DeliveryState(taken, lastSequence, lastEpoch, needed, queues);
    }
}
