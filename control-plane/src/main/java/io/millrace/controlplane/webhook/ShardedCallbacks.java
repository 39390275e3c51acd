package io.millrace.controlplane.webhook;

import io.millrace.auth.Buckets;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;
import io.millrace.channel.DeliveryCommand;
import io.millrace.controlplane.channel.ChannelCallbacks;
import io.millrace.webhook.Listeners;
import io.millrace.webhook.Occasion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Hands the facts of channels to the actors that deliver them, if their bucket has webhooks. Safe on any thread. */
public final class ShardedCallbacks implements ChannelCallbacks {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ClusterChannels channels;
    private final Buckets buckets;
    private final Listeners listeners;
    private final String node;

    /** @param node this node's incarnation */
    public ShardedCallbacks(ClusterChannels channels, Buckets buckets, Listeners listeners, String node) {
        this.channels = channels;
        this.buckets = buckets;
        this.listeners = listeners;
        this.node = node;
    }

    @Override
    public boolean mayWant(String bucket) {
        CompletableFuture<Optional<Bucket>> known = buckets.find(bucket).toCompletableFuture();
        if (!known.isDone() || known.isCompletedExceptionally()) {
            return true;
        }
        return known.join()
                .filter(found -> !found.settings().webhooks().isEmpty())
                .isPresent();
    }

    @Override
    public void deliver(ChannelId channel, DeliveryCommand.Take take) {
        channels.delivery(channel).tell(take);
    }

    @Override
    public void tellListeners(ChannelId channel, List<ChannelFact> facts) {
        facts.forEach(
                fact -> listeners.tell(Occasion.of(channel.bucket(), channel.channel(), fact, fact.number(), node)));
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }
}
