package io.millrace.controlplane.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
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
    private static final int MAX_BUCKETS = 10_000;

    private final ClusterChannels channels;
    /** A node that has had no segment of a bucket for so long knows nothing of its webhooks: the next is handed over. */
    private static final Duration ANSWER_AGE = Duration.ofSeconds(10);

    private final Buckets buckets;
    private final Listeners listeners;
    private final String node;
    private final Cache<String, Boolean> lastAnswers;

    /** @param node this node's incarnation */
    public ShardedCallbacks(ClusterChannels channels, Buckets buckets, Listeners listeners, String node) {
        this(channels, buckets, listeners, node, Ticker.systemTicker());
    }

    ShardedCallbacks(ClusterChannels channels, Buckets buckets, Listeners listeners, String node, Ticker time) {
        this.channels = channels;
        this.buckets = buckets;
        this.listeners = listeners;
        this.node = node;
        this.lastAnswers = Caffeine.newBuilder()
                .maximumSize(MAX_BUCKETS)
                .expireAfterWrite(ANSWER_AGE)
                .ticker(time)
                .executor(Runnable::run)
                .build();
    }

    /**
     * What is known of a bucket is seconds old or has to be asked for. A session's begin and end are worth handing over in
     * vain then; for a segment the last answer counts if it is not old. Listeners want them all.
     */
    @Override
    public boolean mayWant(String bucket, List<ChannelFact> facts) {
        if (!listeners.isEmpty()) {
            return true;
        }
        CompletableFuture<Optional<Bucket>> found = buckets.find(bucket).toCompletableFuture();
        found.thenAccept(now -> lastAnswers.put(bucket, hasWebhooks(now)));
        if (found.isDone() && !found.isCompletedExceptionally()) {
            return hasWebhooks(found.join());
        }
        Boolean last = lastAnswers.getIfPresent(bucket);
        return last == null || last || facts.stream().anyMatch(fact -> fact.kind() != ChannelFact.Kind.SEGMENT);
    }

    private static boolean hasWebhooks(Optional<Bucket> bucket) {
        return bucket.filter(found -> !found.settings().webhooks().isEmpty()).isPresent();
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
