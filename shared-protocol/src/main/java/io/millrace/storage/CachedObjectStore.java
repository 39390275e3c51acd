package io.millrace.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.storage.CachedFiles.Entry;
import io.millrace.storage.CachedFiles.Id;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A remote store whose opened objects are fetched once into files of this machine, from which all who open them read. An
 * object that may change is compared with the store's at each opening.
 *
 * <p>The bound on bytes is kept when a download ends: the files of running downloads come on top, and those that are
 * still being read after they had to go.
 */
public final class CachedObjectStore implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(CachedObjectStore.class);

    private final RemoteObjectStore remote;
    private final Path directory;
    private final Predicate<String> unchanging;
    private final Operations operations;
    private final CachedFiles files;
    private final Counter hits;
    private final Counter misses;

    /** By what is fetched; guarded by itself, as are its values. */
    private final Map<Id, Download> downloads = new HashMap<>();

    /** Those who wait for one object. */
    private static final class Download {
        private final List<CompletableFuture<Optional<StoredObject>>> waiters = new ArrayList<>();
        private boolean outdated;
    }

    /**
     * @param directory for this cache alone; it must be there, and be empty
     * @param unchanging tells by its key whether an object is never overwritten
     */
    public CachedObjectStore(
            RemoteObjectStore remote,
            CacheSettings settings,
            Path directory,
            Predicate<String> unchanging,
            MeterRegistry meters) {
        this.remote = remote;
        this.directory = directory;
        this.unchanging = unchanging;
        this.operations = new Operations(settings.threads(), settings.maxQueued());
        this.files = new CachedFiles(settings.maxBytes());
        this.hits = requests(meters, "hit");
        this.misses = requests(meters, "miss");
        Gauge.builder("millrace.store.cache.bytes", files, CachedFiles::bytes)
                .description("Bytes of the object store's files that are kept on this machine")
                .register(meters);
    }

    private static Counter requests(MeterRegistry meters, String result) {
        return Counter.builder("millrace.store.cache.opened")
                .description("Objects opened, by whether a file was there already or on its way")
                .tag("result", result)
                .register(meters);
    }

    /**
     * Makes the directory if need be, and empties it: what an earlier process has left is of no use. Blocks.
     *
     * @throws ObjectStoreException if it cannot be used
     */
    public static Path prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
                for (Path leftover : leftovers) {
                    Files.delete(leftover);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new ObjectStoreException("cannot use " + directory + " as a cache of objects: " + e, e);
        }
    }

    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        Id id = new Id(bucket, key);
        Optional<Entry> cached = files.find(id);
        if (cached.isEmpty()) {
            return fetched(id);
        }
        Entry entry = cached.get();
        if (unchanging.test(key)) {
            return opened(id, entry.info(), entry.path());
        }
        return remote.head(bucket, key).thenCompose(now -> {
            if (now.isPresent() && isSame(now.get(), entry.info())) {
                return opened(id, now.get(), entry.path());
            }
            forget(id);
            return now.isPresent() ? fetched(id) : CompletableFuture.completedFuture(Optional.empty());
        });
    }

    private static boolean isSame(ObjectInfo now, ObjectInfo cached) {
        return now.etag().equals(cached.etag()) && now.size() == cached.size();
    }

    /** Opens the file, or fetches the object again if the file had to go meanwhile. */
    private CompletionStage<Optional<StoredObject>> opened(Id id, ObjectInfo info, Path path) {
        return operations
                .run("open " + id.bucket() + '/' + id.key(), () -> openNow(info, path))
                .thenCompose(object -> {
                    if (object.isEmpty()) {
                        return fetched(id);
                    }
                    hits.increment();
                    return CompletableFuture.completedFuture(object);
                });
    }

    private Optional<StoredObject> openNow(ObjectInfo info, Path path) throws IOException {
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            return Optional.of(new OpenFile(info, file, operations));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Joins the download that runs already, or begins one. */
    private CompletionStage<Optional<StoredObject>> fetched(Id id) {
        CompletableFuture<Optional<StoredObject>> waiter = new CompletableFuture<>();
        Download download;
        boolean first;
        synchronized (downloads) {
            first = !downloads.containsKey(id);
            download = downloads.computeIfAbsent(id, key -> new Download());
            download.waiters.add(waiter);
        }
        (first ? misses : hits).increment();
        if (first) {
            Path target = directory.resolve(UUID.randomUUID().toString());
            remote.download(id.bucket(), id.key(), target)
                    .thenCompose(info -> operations.run("keep " + id.bucket() + '/' + id.key(), () -> {
                        finish(id, download, info, target);
                        return null;
                    }))
                    .exceptionally(failure -> {
                        delete(List.of(target));
                        end(id, download).forEach(one -> one.completeExceptionally(causeOf(failure)));
                        return null;
                    });
        }
        return waiter;
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The file is opened for all who waited for it before it can have to go, and they are told when what must has gone. */
    private void finish(Id id, Download download, Optional<ObjectInfo> info, Path target) {
        List<CompletableFuture<Optional<StoredObject>>> waiters;
        List<Path> gone = new ArrayList<>();
        synchronized (downloads) {
            waiters = end(id, download);
            if (info.isPresent() && !download.outdated) {
                gone.addAll(files.add(id, new Entry(info.get(), target)));
            } else {
                gone.add(target);
            }
        }
        List<Runnable> answers = new ArrayList<>();
        waiters.forEach(waiter -> answers.add(answer(id, waiter, info, target)));
        gone.addAll(files.trim());
        delete(gone);
        answers.forEach(Runnable::run);
    }

    private Runnable answer(
            Id id, CompletableFuture<Optional<StoredObject>> waiter, Optional<ObjectInfo> info, Path target) {
        try {
            Optional<StoredObject> object = info.isPresent() ? openNow(info.get(), target) : Optional.empty();
            return info.isPresent() && object.isEmpty()
                    ? () -> fetched(id).whenComplete((again, failure) -> complete(waiter, again, failure))
                    : () -> complete(waiter, object, null);
        } catch (IOException e) {
            return () -> complete(
                    waiter,
                    Optional.empty(),
                    new ObjectStoreException("cannot open " + id.bucket() + '/' + id.key() + ": " + e, e));
        }
    }

    /** Who has given up waiting leaves no file open. */
    private static void complete(
            CompletableFuture<Optional<StoredObject>> waiter, Optional<StoredObject> object, Throwable failure) {
        if (failure != null) {
            waiter.completeExceptionally(causeOf(failure));
        } else if (!waiter.complete(object)) {
            object.ifPresent(StoredObject::close);
        }
    }

    /** Nobody joins the download any more. */
    private List<CompletableFuture<Optional<StoredObject>>> end(Id id, Download download) {
        synchronized (downloads) {
            downloads.remove(id, download);
            return List.copyOf(download.waiters);
        }
    }

    /** What is fetched just now may be the old content: those who wait get it, and nobody who comes later. */
    private void forget(Id id) {
        List<Path> gone;
        synchronized (downloads) {
            Download running = downloads.remove(id);
            if (running != null) {
                running.outdated = true;
            }
            gone = files.remove(id);
        }
        if (!gone.isEmpty()) {
            operations.run("forget " + id.bucket() + '/' + id.key(), () -> {
                delete(gone);
                return null;
            });
        }
    }

    /** Who reads a file goes on reading it. */
    private static void delete(List<Path> gone) {
        for (Path file : gone) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("cannot delete {} from the cache of objects: {}", file, e.toString());
            }
        }
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        Id id = new Id(bucket, key);
        forget(id);
        return remote.put(bucket, key, contentType, content).whenComplete((info, failure) -> forget(id));
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        return remote.head(bucket, key);
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        Id id = new Id(bucket, key);
        forget(id);
        return remote.delete(bucket, key).whenComplete((done, failure) -> forget(id));
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        return remote.list(bucket, prefix, marker, delimiter, maxKeys);
    }

    @Override
    public CompletionStage<Void> probe() {
        return remote.probe();
    }

    @Override
    public void close() {
        remote.close();
        operations.close();
    }
}
