package io.millrace.storage;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Objects by bucket and key, shared by all nodes. Nothing here blocks the caller; stages complete on the store's own
 * threads, and fail with {@link ObjectStoreException} when the store cannot be reached, is full or is overloaded.
 *
 * <p>A key is any UTF-8 text of 1 to {@value #MAX_KEY_BYTES} bytes. Buckets need no creation here; a bucket is there as soon as it has an
 * object.
 */
public interface ObjectStore extends AutoCloseable {
    int MAX_KEY_BYTES = 1023;

    /**
     * Stores an object whole, replacing one of the same key; once the stage completes the object is durable and every
     * node sees it.
     *
     * @param content the store takes over the caller's reference
     */
    CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content);

    CompletionStage<Optional<ObjectInfo>> head(String bucket, String key);

    CompletionStage<Optional<StoredObject>> open(String bucket, String key);

    /** Deletes an object; one that is not there is deleted already. */
    CompletionStage<Void> delete(String bucket, String key);

    /**
     * @param marker keys after this one only; empty for the beginning
     * @param delimiter empty, or what folds keys that share a prefix up to it
     */
    CompletionStage<ObjectListing> list(String bucket, String prefix, String marker, String delimiter, int maxKeys);

    /** Completes if the store can be used now; fails, in bounded time, if not. */
    default CompletionStage<Void> probe() {
        return list("probe", "", "", "", 1).thenApply(listing -> null);
    }

    @Override
    void close();
}
