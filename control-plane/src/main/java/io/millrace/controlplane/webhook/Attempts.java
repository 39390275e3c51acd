package io.millrace.controlplane.webhook;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Webhook;
import io.millrace.controlplane.webhook.DeliveryEvent.QueuedFact;
import io.millrace.webhook.Occasion;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends one fact to one webhook as it is set now. Safe on any thread. */
final class Attempts {
    /** What came of an attempt. */
    sealed interface Result {
        record Arrived() implements Result {}

        /** The webhook does not want such events any more. */
        record Unwanted() implements Result {}

        /** There is no such webhook any more, or no such bucket. */
        record Gone() implements Result {}

        record Failed(String error) implements Result {}
    }

    private final ChannelId channel;
    private final DeliveryServices services;

    Attempts(ChannelId channel, DeliveryServices services) {
        this.channel = channel;
        this.services = services;
    }

    /** The stage may fail if the bucket cannot be looked up. */
    CompletionStage<Result> send(String webhook, QueuedFact fact) {
        return services.buckets().find(channel.bucket()).thenCompose(bucket -> find(bucket, webhook)
                .map(found -> send(found, fact))
                .orElseGet(() -> CompletableFuture.completedFuture(new Result.Gone())));
    }

    private CompletionStage<Result> send(Webhook webhook, QueuedFact fact) {
        Occasion occasion = occasion(fact);
        Optional<String> event = occasion.moment().wantedBy(webhook);
        if (event.isEmpty()) {
            return CompletableFuture.completedFuture(new Result.Unwanted());
        }
        return services.post()
                .tell(webhook, event.get(), occasion)
                .thenApply(error -> error.isEmpty() ? new Result.Arrived() : new Result.Failed(error));
    }

    Occasion occasion(QueuedFact fact) {
        return Occasion.of(channel.bucket(), channel.channel(), fact.fact(), fact.sequence(), services.node());
    }

    private static Optional<Webhook> find(Optional<Bucket> bucket, String name) {
        return bucket.stream()
                .flatMap(found -> found.settings().webhooks().stream())
                .filter(webhook -> webhook.name().equals(name))
                .findFirst();
    }
}
