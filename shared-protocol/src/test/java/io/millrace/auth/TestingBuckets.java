package io.millrace.auth;

import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Buckets in memory, which can be out of reach. */
final class TestingBuckets implements Buckets {
    final AtomicInteger asked = new AtomicInteger();
    private final Map<String, Bucket> buckets = new TreeMap<>();
    private boolean unreachable;
    private boolean silent;

    TestingBuckets with(String name, BucketAcl acl, boolean anonymousLocalOnly) {
        BucketSettings settings = BucketSettings.of(acl, anonymousLocalOnly, false, true, false, 100);
        buckets.put(name, new Bucket(name, settings, Instant.EPOCH, 0));
        return this;
    }

    TestingBuckets with(String name) {
        return with(name, BucketAcl.PRIVATE, false);
    }

    TestingBuckets with(String name, BucketAcl acl, BucketSecurity security) {
        BucketSettings settings =
                BucketSettings.of(acl, false, false, true, false, 100).withSecurity(security);
        buckets.put(name, new Bucket(name, settings, Instant.EPOCH, 0));
        return this;
    }

    void setUnreachable(boolean unreachable) {
        this.unreachable = unreachable;
    }

    void setSilent(boolean silent) {
        this.silent = silent;
    }

    @Override
    public CompletionStage<Optional<Bucket>> find(String name) {
        return answer(Optional.ofNullable(buckets.get(name)));
    }

    @Override
    public CompletionStage<List<String>> names() {
        return answer(new ArrayList<>(buckets.keySet()));
    }

    private <T> CompletionStage<T> answer(T value) {
        asked.incrementAndGet();
        if (silent) {
            return new CompletableFuture<>();
        }
        return unreachable
                ? CompletableFuture.failedFuture(new IllegalStateException("unreachable for a test"))
                : CompletableFuture.completedFuture(value);
    }
}
