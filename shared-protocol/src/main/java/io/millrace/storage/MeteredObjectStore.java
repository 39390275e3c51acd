package io.millrace.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Counts the operations of a store that fail. */
public final class MeteredObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final Counter puts;
    private final Counter heads;
    private final Counter opens;
    private final Counter deletes;
    private final Counter lists;

    public MeteredObjectStore(ObjectStore store, MeterRegistry meters) {
        this.store = store;
        this.puts = failures(meters, "put");
        this.heads = failures(meters, "head");
        this.opens = failures(meters, "open");
        this.deletes = failures(meters, "delete");
        this.lists = failures(meters, "list");
    }

    private static Counter failures(MeterRegistry meters, String operation) {
        return Counter.builder("millrace.store.failures")
                .description("Operations of the object store that have failed, after all attempts")
                .tag("operation", operation)
                .register(meters);
    }

    private static <T> BiConsumer<T, Throwable> counting(Counter failures) {
        return (result, failure) -> {
            if (failure != null) {
                failures.increment();
            }
        };
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        return store.put(bucket, key, contentType, content).whenComplete(counting(puts));
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        return store.head(bucket, key).whenComplete(counting(heads));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        return store.open(bucket, key).whenComplete(counting(opens));
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        return store.delete(bucket, key).whenComplete(counting(deletes));
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        return store.list(bucket, prefix, marker, delimiter, maxKeys).whenComplete(counting(lists));
    }

    @Override
    public CompletionStage<Void> probe() {
        return store.probe();
    }

    @Override
    public void close() {
        store.close();
    }
}
