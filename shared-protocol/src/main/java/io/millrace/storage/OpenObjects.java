package io.millrace.storage;

import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Keeps objects that never change open for a while: what all viewers of a channel ask for in the same seconds is opened
 * once, and the others get it without a thread of the store. A delete on another node is seen when that while is over.
 */
public final class OpenObjects implements ObjectStore {
    private final ObjectStore store;
    private final int maxOpen;
    private final long keptNanos;
    private final Predicate<String> unchanging;
    private final LongSupplier nanoTime;

    /** The longest open first; guarded by itself, as is all below. */
    private final Map<Id, Shared> open = new LinkedHashMap<>();

    private long changes;

    private record Id(String bucket, String key) {}

    /**
     * @param maxOpen how many are kept open; 0 for none
     * @param kept for how long
     * @param unchanging tells by its key whether an object is never overwritten
     */
    public OpenObjects(ObjectStore store, int maxOpen, Duration kept, Predicate<String> unchanging) {
        this(store, maxOpen, kept, unchanging, System::nanoTime);
    }

    OpenObjects(ObjectStore store, int maxOpen, Duration kept, Predicate<String> unchanging, LongSupplier nanoTime) {
        this.store = store;
        this.maxOpen = maxOpen;
        this.keptNanos = kept.toNanos();
        this.unchanging = unchanging;
        this.nanoTime = nanoTime;
    }

    /** Completes at once if the object is open. */
    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        if (maxOpen == 0 || !unchanging.test(key)) {
            return store.open(bucket, key);
        }
        Id id = new Id(bucket, key);
        List<Shared> old;
        Optional<StoredObject> found;
        long changesBefore;
        synchronized (open) {
            old = takeOld();
            found = Optional.ofNullable(open.get(id)).map(Shared::lend);
            changesBefore = changes;
        }
        old.forEach(Shared::giveBack);
        return found.isPresent()
                ? CompletableFuture.completedFuture(found)
                : store.open(bucket, key).thenApply(opened -> opened.map(object -> keep(id, object, changesBefore)));
    }

    /** What was opened while something was overwritten or deleted may be the old content: it is for its asker only. */
    private StoredObject keep(Id id, StoredObject object, long changesBefore) {
        Shared shared = new Shared(object, nanoTime.getAsLong());
        StoredObject lent = shared.lend();
        List<Shared> gone = new ArrayList<>();
        synchronized (open) {
            if (changes == changesBefore && open.putIfAbsent(id, shared) == null) {
                gone.addAll(takeOld());
            } else {
                gone.add(shared);
            }
        }
        gone.forEach(Shared::giveBack);
        return lent;
    }

    /** Takes out what has been open for its time, and what is too much. */
    private List<Shared> takeOld() {
        long now = nanoTime.getAsLong();
        List<Shared> old = new ArrayList<>();
        Iterator<Shared> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            Shared shared = oldest.next();
            if (open.size() <= maxOpen && now - shared.openedNanos < keptNanos) {
                break;
            }
            oldest.remove();
            old.add(shared);
        }
        return old;
    }

    private void forget(String bucket, String key) {
        Shared gone;
        synchronized (open) {
            changes++;
            gone = open.remove(new Id(bucket, key));
        }
        if (gone != null) {
            gone.giveBack();
        }
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        forget(bucket, key);
        return store.put(bucket, key, contentType, content).whenComplete((info, failure) -> forget(bucket, key));
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        return store.head(bucket, key);
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        forget(bucket, key);
        return store.delete(bucket, key).whenComplete((done, failure) -> forget(bucket, key));
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        return store.list(bucket, prefix, marker, delimiter, maxKeys);
    }

    @Override
    public CompletionStage<Void> probe() {
        return store.probe();
    }

    @Override
    public void close() {
        List<Shared> all;
        synchronized (open) {
            all = List.copyOf(open.values());
            open.clear();
        }
        all.forEach(Shared::giveBack);
        store.close();
    }

    /** An open object and how many have it, this class included; closed when the last one gives it back. */
    private static final class Shared {
        private final StoredObject object;
        private final long openedNanos;
        private int holders = 1;

        Shared(StoredObject object, long openedNanos) {
            this.object = object;
            this.openedNanos = openedNanos;
        }

        synchronized StoredObject lend() {
            holders++;
            return new Lent(this);
        }

        void giveBack() {
            boolean last;
            synchronized (this) {
                last = --holders == 0;
            }
            if (last) {
                object.close();
            }
        }
    }

    private static final class Lent implements StoredObject {
        private final Shared shared;
        private boolean closed;

        Lent(Shared shared) {
            this.shared = shared;
        }

        @Override
        public ObjectInfo info() {
            return shared.object.info();
        }

        @Override
        public Optional<FileChannel> file() {
            return shared.object.file();
        }

        @Override
        public CompletionStage<ByteBuf> read(long position, int length) {
            return shared.object.read(position, length);
        }

        @Override
        public void close() {
            boolean first;
            synchronized (this) {
                first = !closed;
                closed = true;
            }
            if (first) {
                shared.giveBack();
            }
        }
    }
}
