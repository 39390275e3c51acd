package io.millrace.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A remote store that counts and delays downloads, and lets them fail. */
final class TestingRemoteStore implements RemoteObjectStore {
    final AtomicInteger downloads = new AtomicInteger();
    final AtomicInteger heads = new AtomicInteger();
    private final ObjectStore objects;

    /** Downloads go on when this is complete, and fail if it fails. */
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    TestingRemoteStore(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> download(String bucket, String key, Path target) {
        downloads.incrementAndGet();
        return objects.open(bucket, key).thenCombine(gate, (object, open) -> object.map(one -> copy(one, target)));
    }

    private static ObjectInfo copy(StoredObject object, Path target) {
        try (object;
                FileChannel copy = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            object.file().orElseThrow().transferTo(0, object.info().size(), copy);
            return object.info();
        } catch (IOException e) {
            throw new ObjectStoreException("cannot copy", e);
        }
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        return objects.put(bucket, key, contentType, content);
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        heads.incrementAndGet();
        return objects.head(bucket, key);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        return objects.open(bucket, key);
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        return objects.delete(bucket, key);
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        return objects.list(bucket, prefix, marker, delimiter, maxKeys);
    }

    @Override
    public void close() {
        objects.close();
    }
}
