package io.millrace.controlplane.webhook;

import io.millrace.channel.ChannelId;
import io.millrace.channel.DeliveryCommand.ListDeliveries;
import io.millrace.channel.DeliveryReply.Deliveries;
import io.millrace.channel.DeliveryReply.Delivery;
import io.millrace.channel.DeliveryReply.State;
import io.millrace.controlplane.webhook.DeliveryEvent.QueuedFact;
import io.millrace.webhook.Occasion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows where a webhook's events stand. */
final class DeliveryViews {
    private final ChannelId id;
    private final Attempts attempts;
    private final Map<String, Sending> sendings;

    DeliveryViews(ChannelId id, Attempts attempts, Map<String, Sending> sendings) {
        this.id = id;
        this.attempts = attempts;
        this.sendings = sendings;
    }

    Deliveries list(DeliveryState state, ListDeliveries ask) {
        WebhookQueue queue = state.webhooks().get(ask.webhook());
        if (queue == null) {
            return new Deliveries(List.of(), 0);
        }
        List<Delivery> deliveries = new ArrayList<>();
        newest(queue.failed(), ask.max()).forEach(outcome -> deliveries.add(over(ask, State.FAILED, outcome)));
        newest(queue.delivered(), ask.max()).forEach(outcome -> deliveries.add(over(ask, State.DELIVERED, outcome)));
        Optional<QueuedFact> next = state.next(ask.webhook());
        for (QueuedFact fact : newest(state.waiting(ask.webhook()), ask.max())) {
            Sending sending = sendings.getOrDefault(ask.webhook(), new Sending());
            Sending own = next.filter(fact::equals).isPresent() ? sending : new Sending();
            deliveries.add(view(ask, fact, State.PENDING, own.attempts(), own.error(), own));
        }
        return new Deliveries(deliveries, queue.dropped());
    }

    private Delivery over(ListDeliveries ask, State state, WebhookQueue.Outcome outcome) {
        Optional<String> error = outcome.error().isEmpty() ? Optional.empty() : Optional.of(outcome.error());
        return view(ask, outcome.fact(), state, outcome.attempts(), error, new Sending());
    }

    private Delivery view(
            ListDeliveries ask, QueuedFact fact, State state, int tried, Optional<String> error, Sending sending) {
        Occasion occasion = attempts.occasion(fact);
        return new Delivery(
                occasion.id(),
                occasion.moment().name(ask.style()).orElse(""),
                id.channel(),
                state,
                fact.fact().epoch(),
                fact.sequence(),
                occasion.at(),
                tried,
                error,
                sending.nextAttemptAt());
    }

    private static <T> List<T> newest(List<T> all, int max) {
        return all.subList(Math.max(0, all.size() - max), all.size());
    }
}
