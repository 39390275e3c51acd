package io.millrace.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files below one folder, which several nodes may use at once if it lies on a network file system. A put
 * writes another file and renames it into place, so an object is there whole or not at all, whenever the process or the
 * machine dies.
 *
 * <p>A listing looks at the names of all objects below its prefix: about a second for a channel of 500,000 segments.
 */
public final class FileObjectStore implements ObjectStore {
    private static final String UNFINISHED = ".unfinished";
    private static final int MAX_ATTEMPTS = 100;
    private static final Duration LONGEST_PUT = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(FileObjectStore.class);

    private final Path root;
    private final Path unfinished;
    private final FileStoreSettings settings;
    private final InstantSource clock;
    private final Operations operations;

    /** Guards the making and removing of folders. */
    private final Object folders = new Object();

    private FileObjectStore(Path root, FileStoreSettings settings, InstantSource clock) {
        this.root = root;
        this.unfinished = root.resolve(UNFINISHED);
        this.settings = settings;
        this.clock = clock;
        this.operations = new Operations(settings.threads(), settings.maxQueued());
    }

    /**
     * Opens the store, and makes its folder if need be; removes what unfinished puts left long ago. Blocks.
     *
     * @throws ObjectStoreException if the folder cannot be used
     */
    public static FileObjectStore open(Path root, FileStoreSettings settings, InstantSource clock) {
        FileObjectStore store = new FileObjectStore(root, settings, clock);
        try {
            Files.createDirectories(store.unfinished);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(store.unfinished)) {
                for (Path leftover : leftovers) {
                    store.deleteIfOld(leftover);
                }
            }
        } catch (IOException e) {
            throw new ObjectStoreException("cannot use " + root + " for objects: " + e, e);
        }
        return store;
    }

    /** A younger one may be what another node puts just now. */
    private void deleteIfOld(Path leftover) throws IOException {
        try {
            Instant written = Files.getLastModifiedTime(leftover).toInstant();
            if (written.isBefore(clock.instant().minus(LONGEST_PUT))) {
                Files.deleteIfExists(leftover);
            }
        } catch (NoSuchFileException e) {
            // The other node has finished.
        }
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        if (content.readableBytes() > settings.maxObjectBytes()) {
            String message = "cannot put " + bucket + '/' + key + ": " + content.readableBytes()
                    + " bytes (expected: at most " + settings.maxObjectBytes() + ")";
            content.release();
            return CompletableFuture.failedFuture(new ObjectStoreException(message));
        }
        return operations
                .run("put " + bucket + '/' + key, () -> putNow(bucket, key, contentType, content))
                .whenComplete((info, failure) -> content.release());
    }

    private ObjectInfo putNow(String bucket, String key, String contentType, ByteBuf content) throws IOException {
        Path target = path(bucket, key);
        Path written = unfinished.resolve(UUID.randomUUID().toString());
        try {
            ObjectInfo info;
            try (FileChannel file =
                    FileChannel.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                info = ObjectFile.write(
                        file, bucket, key, contentType, content, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                if (settings.sync()) {
                    file.force(true);
                }
            }
            place(written, target);
            return info;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Tries again if a delete removes the folder, empty till then, between its making and the move. */
    private void place(Path written, Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                createFolders(target.getParent());
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                syncFolder(target.getParent());
                return;
            } catch (NoSuchFileException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * A new folder is as durable as its entry in the one above. One thread at a time, so that none relies on a folder
     * whose entry another one has not synced yet.
     */
    private void createFolders(Path folder) throws IOException {
        synchronized (folders) {
            if (!Files.isDirectory(folder)) {
                createFolders(folder.getParent());
                try {
                    Files.createDirectory(folder);
                } catch (FileAlreadyExistsException e) {
                    // Another node has made it just now.
                }
                syncFolder(folder.getParent());
            }
        }
    }

    /** Removes a folder and those above it that have become empty. */
    private void pruneFolders(Path empty) throws IOException {
        synchronized (folders) {
            Path folder = empty;
            try {
                while (!folder.equals(root)) {
                    Files.deleteIfExists(folder);
                    folder = folder.getParent();
                }
            } catch (DirectoryNotEmptyException e) {
                // The lowest folder that is still in use: its entries are what has changed.
            }
            syncFolder(folder);
        }
    }

    private void syncFolder(Path folder) throws IOException {
        if (settings.sync()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (NoSuchFileException e) {
                // A delete has removed it with its last object: there is nothing to keep.
            }
        }
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        return operations.run("read " + bucket + '/' + key, () -> {
            try (FileChannel file = FileChannel.open(path(bucket, key), StandardOpenOption.READ)) {
                return Optional.of(ObjectFile.read(file, bucket, key));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        return operations.run("open " + bucket + '/' + key, () -> openNow(bucket, key));
    }

    private Optional<StoredObject> openNow(String bucket, String key) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(path(bucket, key), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OpenFile(ObjectFile.read(file, bucket, key), file, operations));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        return operations.run("delete " + bucket + '/' + key, () -> {
            Path path = path(bucket, key);
            if (Files.deleteIfExists(path)) {
                pruneFolders(path.getParent());
            }
            return null;
        });
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        return operations.run("list " + bucket, () -> listNow(bucket, prefix, marker, delimiter, maxKeys));
    }

    private ObjectListing listNow(String bucket, String prefix, String marker, String delimiter, int maxKeys)
            throws IOException {
        if (maxKeys < 1 || maxKeys == Integer.MAX_VALUE) {
            throw new ObjectStoreException("maxKeys: " + maxKeys + " (expected: 1 .. " + (Integer.MAX_VALUE - 1) + ")");
        }
        KeyListing listing = new KeyListing(prefix, marker, delimiter, maxKeys + 1);
        List<ObjectInfo> objects = new ArrayList<>();
        List<String> folded = new ArrayList<>();
        String last = "";
        boolean more = false;
        for (Map.Entry<String, Path> entry : listing.of(bucketPath(bucket)).entrySet()) {
            if (objects.size() + folded.size() == maxKeys) {
                more = true;
                break;
            }
            last = entry.getKey();
            if (listing.isFolded(last)) {
                folded.add(last);
            } else {
                info(bucket, last, entry.getValue()).ifPresent(objects::add);
            }
        }
        return new ObjectListing(objects, folded, more ? Optional.of(last) : Optional.empty());
    }

    /** One damaged file must not hide all the others: it is left out. */
    private static Optional<ObjectInfo> info(String bucket, String key, Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return Optional.of(ObjectFile.read(file, bucket, key));
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("object {}/{}: left out of a listing: {}", bucket, key, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public CompletionStage<Void> probe() {
        return operations.run("use " + root, () -> {
            if (!Files.isWritable(unfinished)) {
                throw new IOException("not a folder that can be written to");
            }
            return null;
        });
    }

    private Path path(String bucket, String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_KEY_BYTES) {
            throw new ObjectStoreException("key: " + bytes + " bytes (expected: 1 .. " + MAX_KEY_BYTES + ")");
        }
        return KeyPaths.of(bucketPath(bucket), key);
    }

    private Path bucketPath(String bucket) {
        return KeyPaths.of(root, bucket + "/").getParent();
    }

    @Override
    public void close() {
        operations.close();
    }
}
