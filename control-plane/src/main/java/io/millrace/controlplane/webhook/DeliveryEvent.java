package io.millrace.controlplane.webhook;

import io.millrace.channel.ChannelFact;
import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;
import java.util.List;

/**
 * What has happened to a channel's callbacks. This file is a file format: the class names and component names are what the
 * journal says, so none is ever renamed or moved, and a new component needs a Jackson migration.
 */
sealed interface DeliveryEvent extends Persistent {
    /**
     * A fact in the queue.
     *
     * @param sequence only grows; the event's id comes from it
     * @param webhooks the names of those that wanted it when it came; if nobody did, it is only known to have come
     */
    record QueuedFact(long sequence, ChannelFact fact, List<String> webhooks) {
        public QueuedFact {
            webhooks = List.copyOf(webhooks);
        }
    }

    /** @param taken the number of the newest fact of the channel's journal that is here */
    record Accepted(long taken, List<QueuedFact> facts) implements DeliveryEvent {
        public Accepted {
            facts = List.copyOf(facts);
        }
    }

    record Arrived(String webhook, long sequence, int attempts, Instant at) implements DeliveryEvent {}

    /** The webhook does not want it any more. */
    record Skipped(String webhook, long sequence) implements DeliveryEvent {}

    /** It was tried for as long as may be. */
    record GivenUp(String webhook, long sequence, int attempts, String error, Instant at) implements DeliveryEvent {}

    /** Too many waited: those up to that sequence number were not sent. */
    record Dropped(String webhook, long upTo, int count) implements DeliveryEvent {}

    /** What was given up is to be tried again. */
    record Requeued(String webhook, Instant at) implements DeliveryEvent {}

    /** There is no such webhook any more. */
    record WebhookGone(String webhook) implements DeliveryEvent {}
}
