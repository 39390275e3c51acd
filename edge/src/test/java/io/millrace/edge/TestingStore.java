package io.millrace.edge;

import io.millrace.storage.ObjectInfo;
import io.millrace.storage.ObjectListing;
import io.millrace.storage.ObjectStore;
import io.millrace.storage.ObjectStoreException;
import io.millrace.storage.StoredObject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Objects in memory, or in files if a test wants them sent by the kernel. */
final class TestingStore implements ObjectStore {
    static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Map<String, Content> objects = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile boolean broken;

    private record Content(ObjectInfo info, byte[] bytes, Optional<Path> file) {}

    void put(String bucket, String key, String contentType, byte[] bytes) {
        put(bucket, key, contentType, bytes, Optional.empty());
    }

    void putFile(String bucket, String key, String contentType, byte[] bytes, Path file) {
        try {
            put(bucket, key, contentType, bytes, Optional.of(Files.write(file, bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String bucket, String key, String contentType, byte[] bytes, Optional<Path> file) {
        ObjectInfo info = new ObjectInfo(bucket, key, bytes.length, md5(bytes), contentType, MODIFIED);
        objects.put(bucket + '/' + key, new Content(info, bytes, file));
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    void breakDown() {
        broken = true;
    }

    /** How many opened objects have not been closed. */
    int open() {
        return open.get();
    }

    int opened() {
        return opened.get();
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        put(bucket, key, contentType, ByteBufUtil.getBytes(content));
        content.release();
        return head(bucket, key).thenApply(Optional::get);
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(objects.get(bucket + '/' + key)).map(Content::info));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        return CompletableFuture.supplyAsync(() -> {
            if (broken) {
                throw new ObjectStoreException("the store is away");
            }
            if (key.isEmpty() || key.length() > MAX_KEY_BYTES) {
                throw new ObjectStoreException("the key is none");
            }
            return Optional.ofNullable(objects.get(bucket + '/' + key)).map(Opened::new);
        });
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        objects.remove(bucket + '/' + key);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        throw new UnsupportedOperationException("no edge lists");
    }

    @Override
    public void close() {}

    private final class Opened implements StoredObject {
        private final Content content;
        private boolean closed;

        Opened(Content content) {
            this.content = content;
            open.incrementAndGet();
            opened.incrementAndGet();
        }

        @Override
        public ObjectInfo info() {
            return content.info();
        }

        @Override
        public Optional<FileChannel> file() {
            return content.file().map(path -> {
                try {
                    return FileChannel.open(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @Override
        public CompletionStage<ByteBuf> read(long position, int length) {
            int from = (int) position;
            int to = Math.min(content.bytes().length, from + length);
            return CompletableFuture.supplyAsync(
                    () -> Unpooled.wrappedBuffer(Arrays.copyOfRange(content.bytes(), from, to)));
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
