package io.millrace.auth;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.channel.BucketName;
import io.millrace.channel.BucketReply.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Remembers answers about buckets for a short while, including that there is none of a name. A bucket that does not
 * answer, as its node has crashed for instance, is taken to be what it was when it last answered. Safe on any thread.
 */
public final class CachedBuckets implements Buckets {
    private static final String ALL = "";

    private final Duration patience;
    private final AsyncLoadingCache<String, Optional<Bucket>> byName;
    private final AsyncLoadingCache<String, List<String>> names;
    private final Cache<String, Optional<Bucket>> lastByName;
    private final Cache<String, List<String>> lastNames;

    public CachedBuckets(Buckets source, AccessSettings settings) {
        this.patience = settings.bucketPatience();
        int maxEntries = settings.maxCachedBuckets();
        this.lastByName = cache(settings.bucketOutageTime(), maxEntries).build();
        this.lastNames = cache(settings.bucketOutageTime(), 1).build();
        this.byName = cache(settings.bucketCacheTime(), maxEntries)
                .buildAsync((name, executor) -> load(name, lastByName, () -> source.find(name)));
        this.names =
                cache(settings.bucketCacheTime(), 1).buildAsync((all, executor) -> load(all, lastNames, source::names));
    }

    /** Failed questions are not remembered. */
    private static Caffeine<Object, Object> cache(Duration lifetime, int maxEntries) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterWrite(lifetime)
                .maximumSize(maxEntries);
    }

    /** Asks; whoever has an older answer waits for the new one for a short time only. */
    private <V> CompletableFuture<V> load(String key, Cache<String, V> last, Supplier<CompletionStage<V>> question) {
        CompletableFuture<V> answer = question.get().toCompletableFuture();
        answer.thenAccept(value -> last.put(key, value));
        V known = last.getIfPresent(key);
        if (known == null) {
            return answer;
        }
        return answer.exceptionally(failure -> known)
                .completeOnTimeout(known, patience.toMillis(), TimeUnit.MILLISECONDS);
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
