package io.millrace.controlplane;

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

/** Objects in memory, in a store that can be made to fail. */
public final class TestingObjectStore implements ObjectStore {
    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private volatile boolean broken;

    public void setBroken(boolean broken) {
        this.broken = broken;
    }

    public void remove(String bucket, String key) {
        objects.remove(bucket + '/' + key);
    }

    public Optional<byte[]> content(String bucket, String key) {
        return Optional.ofNullable(objects.get(bucket + '/' + key));
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        byte[] bytes = ByteBufUtil.getBytes(content);
        content.release();
        if (broken) {
            return CompletableFuture.failedFuture(new ObjectStoreException("put " + key + ": broken for a test"));
        }
        objects.put(bucket + '/' + key, bytes);
        return CompletableFuture.completedFuture(
                new ObjectInfo(bucket, key, bytes.length, "", contentType, Instant.EPOCH));
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
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
