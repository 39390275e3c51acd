package io.millrace.origin;

import io.millrace.storage.ObjectInfo;
import io.millrace.storage.ObjectListing;
import io.millrace.storage.ObjectStore;
import io.millrace.storage.ObjectStoreException;
import io.millrace.storage.StoredObject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be told to fail or to wait. */
public final class TestingObjectStore implements ObjectStore {
    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger puts = new AtomicInteger();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    public void failNext(int times) {
        failures.set(times);
    }

    /** Puts do not complete until {@link #release}. */
    public void hold() {
        gate = new CompletableFuture<>();
    }

    public void release() {
        gate.complete(null);
    }

    /** Content by {@code bucket/key}, in the order of the keys. */
    public Map<String, byte[]> objects() {
        return objects;
    }

    public int puts() {
        return puts.get();
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        byte[] bytes = ByteBufUtil.getBytes(content);
        content.release();
        puts.incrementAndGet();
        boolean fails = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        return gate.thenApply(opened -> {
            if (fails) {
                throw new ObjectStoreException("told to fail");
            }
            objects.put(bucket + '/' + key, bytes);
            return new ObjectInfo(bucket, key, bytes.length, "", contentType, Instant.EPOCH);
        });
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        objects.remove(bucket + '/' + key);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
