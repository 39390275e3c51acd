package io.millrace.channel;

import akka.actor.typed.ActorRef;
import java.util.List;

/** What the actor that delivers a channel's callbacks can be asked; its sharding entity is the channel's. */
public sealed interface DeliveryCommand extends ChannelMessage {
    /** Takes facts of the channel's journal over, in their order; those that it has already change nothing. */
    record Take(List<ChannelFact> facts, ActorRef<DeliveryReply.Taken> replyTo) implements DeliveryCommand {
        public Take {
            facts = List.copyOf(facts);
        }
    }

    /** Takes over what no journal tells, behind all that it has. */
    record Append(ChannelFact fact) implements DeliveryCommand {}

    /**
     * Lists a webhook's deliveries of this channel, oldest first.
     *
     * @param webhook its name
     * @param style the webhook's, for the events' names
     * @param max how many of each state, the newest
     */
    record ListDeliveries(String webhook, Webhook.Style style, int max, ActorRef<DeliveryReply.Deliveries> replyTo)
            implements DeliveryCommand {}

    /** Delivers what has failed once more, and what waits at once. */
    record RetryDeliveries(String webhook, ActorRef<DeliveryReply.Retried> replyTo) implements DeliveryCommand {}

    /** Goes on with what is undelivered, if there is anything: after a crash nobody else asks. */
    record Resume() implements DeliveryCommand {}
}
