package io.millrace.controlplane.nearest;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ClusterChannels;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Knows for a moment which nodes have a channel. A channel that does not answer in time, and one too many at a time, is
 * nowhere for now. Safe on any thread.
 */
final class ChannelWatchers {
    private final Function<ChannelId, CompletionStage<Set<String>>> channels;
    private final AsyncCache<ChannelId, Set<String>> known;
    private final Semaphore asks;

    static ChannelWatchers of(ActorSystem<?> system, ClusterChannels channels, NearestSettings settings) {
        return new ChannelWatchers(
                channel -> AskPattern.<ChannelCommand, ChannelReply.Watchers>ask(
                                channels.channel(channel),
                                ChannelCommand.GetWatchers::new,
                                settings.channelPatience(),
                                system.scheduler())
                        .thenApply(ChannelReply.Watchers::nodes),
                settings);
    }

    /** @param channels asks a channel; fails if it does not answer in time */
    ChannelWatchers(Function<ChannelId, CompletionStage<Set<String>>> channels, NearestSettings settings) {
        this.channels = channels;
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(settings.channelCacheTime())
                .maximumSize(settings.maxCachedChannels())
                .executor(Runnable::run)
                .buildAsync();
        this.asks = new Semaphore(settings.maxChannelAsks());
    }

    /** The nodes' addresses without their incarnation; never fails. */
    CompletionStage<Set<String>> of(ChannelId channel) {
        CompletableFuture<Set<String>> cached = known.getIfPresent(channel);
        if (cached != null) {
            return cached;
        }
        if (!asks.tryAcquire()) {
            return CompletableFuture.completedFuture(Set.of());
        }
        return known.get(channel, (key, executor) -> channels.apply(key)
                        .exceptionally(noAnswer -> Set.of())
                        .toCompletableFuture())
                .whenComplete((nodes, never) -> asks.release());
    }
}
