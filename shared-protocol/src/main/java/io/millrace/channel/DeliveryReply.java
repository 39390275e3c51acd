package io.millrace.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the actor that delivers a channel's callbacks answers. */
public sealed interface DeliveryReply extends ChannelMessage {
    /**
     * To {@link DeliveryCommand.Take}: the facts are kept here now.
     *
     * @param upTo the number of the last of them
     */
    record Taken(long upTo) implements DeliveryReply {}

    /**
     * To {@link DeliveryCommand.ListDeliveries}.
     *
     * @param dropped how many were given up unsent, as too many waited
     */
    record Deliveries(List<Delivery> deliveries, long dropped) implements DeliveryReply {
        public Deliveries {
            deliveries = List.copyOf(deliveries);
        }
    }

    /** To {@link DeliveryCommand.RetryDeliveries}. */
    record Retried(int failed, int waiting) implements DeliveryReply {}

    /** Where an event stands. */
    enum State {
        /** It waits for its turn, or for its next attempt. */
        PENDING,
        DELIVERED,
        /** It was given up after a day; {@link DeliveryCommand.RetryDeliveries} begins anew. */
        FAILED
    }

    /**
     * One event on its way to a webhook.
     *
     * @param id the event's, the same in every attempt
     * @param event its name in the webhook's style
     * @param at when it happened
     * @param attempts how often it was sent since the actor started, or in all if it is over
     * @param error why the last attempt failed
     * @param nextAttemptAt when it is sent again, if it waits for that
     */
    record Delivery(
            String id,
            String event,
            String channel,
            State state,
            long epoch,
            long sequence,
            Instant at,
            int attempts,
            Optional<String> error,
            Optional<Instant> nextAttemptAt)
            implements ChannelMessage {}
}
