package io.millrace.auth;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.channel.BucketName;
import io.millrace.channel.BucketReply.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers answers about buckets for a short while, including that there is none of a name. Safe on any thread. */
public final class CachedBuckets implements Buckets {
    private static final String ALL = "";

    private final AsyncLoadingCache<String, Optional<Bucket>> byName;
    private final AsyncLoadingCache<String, List<String>> names;

    public CachedBuckets(Buckets source, Duration lifetime, int maxEntries) {
        this.byName = cache(lifetime, maxEntries)
                .buildAsync((name, executor) -> source.find(name).toCompletableFuture());
        this.names =
                cache(lifetime, 1).buildAsync((all, executor) -> source.names().toCompletableFuture());
    }

    /** Failed questions are not remembered. */
    private static Caffeine<Object, Object> cache(Duration lifetime, int maxEntries) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterWrite(lifetime)
                .maximumSize(maxEntries);
    }

    @Override
    public CompletionStage<Optional<Bucket>> find(String name) {
        if (!BucketName.isValid(name)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return byName.get(name).minimalCompletionStage();
    }

    @Override
    public CompletionStage<List<String>> names() {
        return names.get(ALL).minimalCompletionStage();
    }
}
