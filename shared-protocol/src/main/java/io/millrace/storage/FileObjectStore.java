package io.millrace.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Objects as files below one folder, for a single node or for nodes that share a file system. A put writes another file
 * and renames it into place, so an object is there whole or not at all, whenever the process or the machine dies.
 */
public final class FileObjectStore implements ObjectStore {
    private static final int MAX_KEY_BYTES = 1023;
    private static final String UNFINISHED = ".unfinished";

    private final Path root;
    private final Path unfinished;
    private final FileStoreSettings settings;
    private final InstantSource clock;
    private final Operations operations;

    private FileObjectStore(Path root, FileStoreSettings settings, InstantSource clock) {
        this.root = root;
        this.unfinished = root.resolve(UNFINISHED);
        this.settings = settings;
        this.clock = clock;
        this.operations = new Operations(settings.threads(), settings.maxQueued());
    }

    /**
     * Opens the store, and makes its folder if need be; removes what unfinished puts have left. Blocks.
     *
     * @throws ObjectStoreException if the folder cannot be used
     */
    public static FileObjectStore open(Path root, FileStoreSettings settings, InstantSource clock) {
        FileObjectStore store = new FileObjectStore(root, settings, clock);
        try {
            Files.createDirectories(store.unfinished);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(store.unfinished)) {
                for (Path leftover : leftovers) {
                    Files.delete(leftover);
                }
            }
        } catch (IOException e) {
            throw new ObjectStoreException("cannot use " + root + " for objects: " + e, e);
        }
        return store;
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
            createFolders(target.getParent());
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(target.getParent());
            return info;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** A new folder is as durable as its entry in the one above. */
    private void createFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            createFolders(folder.getParent());
            Files.createDirectories(folder);
            syncFolder(folder.getParent());
        }
    }

    private void syncFolder(Path folder) throws IOException {
        if (settings.sync()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
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
                syncFolder(path.getParent());
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

    private static Optional<ObjectInfo> info(String bucket, String key, Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return Optional.of(ObjectFile.read(file, bucket, key));
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
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
