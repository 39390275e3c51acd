package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
    private static final FileStoreSettings SETTINGS = new FileStoreSettings(2, 1000, 1 << 20, true);

    @TempDir
    private Path root;

    private FileObjectStore store;

    @BeforeEach
    void open() {
        store = FileObjectStore.open(root, SETTINGS, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void objectsSurviveARestartAndLeftoversDoNot() throws IOException {
        put("a/b", "kept");
        Path leftover = Files.writeString(root.resolve(".unfinished").resolve("left-by-a-crash"), "half");
        Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        store.close();
        open();
        assertThat(get("a/b")).isEqualTo("kept");
        assertThat(unfinished()).isZero();
    }

    @Test
    void aStartLeavesAnotherNodesPutsAlone() throws IOException {
        Files.writeString(root.resolve(".unfinished").resolve("being-written"), "half");
        FileObjectStore.open(root, SETTINGS, InstantSource.system()).close();
        assertThat(unfinished()).isEqualTo(1);
    }

    @Test
    void nodesThatShareAFolderPutAndDeleteAtOnce() {
        try (FileObjectStore other = FileObjectStore.open(root, SETTINGS, InstantSource.system())) {
            List<CompletionStage<?>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                FileObjectStore one = i % 2 == 0 ? store : other;
                String key = "deep/er/still/" + i % 3;
                all.add(i % 4 < 2 ? one.put("bucket", key, "text/plain", bytes(key)) : one.delete("bucket", key));
            }
            all.forEach(ObjectStoreContract::await);
        }
        put("deep/er/last", "x");
        assertThat(get("deep/er/last")).isEqualTo("x");
    }

    @Test
    void aPutThatFailsHalfWayLeavesTheOldObjectAndNothingElse() throws IOException {
        put("k", "old");
        ByteBuf failing = new FailingBuffer(Unpooled.copiedBuffer("new", StandardCharsets.UTF_8));
        assertThatThrownBy(() -> await(store.put("bucket", "k", "text/plain", failing)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ObjectStoreException.class);
        assertThat(get("k")).isEqualTo("old");
        assertThat(unfinished()).isZero();
    }

    @Test
    void theOpenFileBeginsWithTheContent() throws IOException {
        put("k", "content");
        try (StoredObject object = await(store.open("bucket", "k")).orElseThrow()) {
            FileChannel file = object.file().orElseThrow();
            ByteBuffer content = ByteBuffer.allocate((int) object.info().size());
            file.read(content, 0);
            assertThat(new String(content.array(), StandardCharsets.UTF_8)).isEqualTo("content");
        }
    }

    @Test
    void aDamagedFileIsAnErrorAndNotAnObject() throws IOException {
        put("k", "content");
        Path file = files().filter(path -> path.toString().endsWith(".o"))
                .findFirst()
                .orElseThrow();
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> await(store.head("bucket", "k"))).hasCauseInstanceOf(ObjectStoreException.class);
    }

    @Test
    void anObjectOverTheBoundIsRefusedAndReleased() {
        ByteBuf large = Unpooled.buffer((1 << 20) + 1).writeZero((1 << 20) + 1);
        assertThatThrownBy(() -> await(store.put("bucket", "k", "text/plain", large)))
                .hasCauseInstanceOf(ObjectStoreException.class);
        assertThat(large.refCnt()).isZero();
    }

    @Test
    void anOperationTooManyFailsAtOnceAndTheOthersGoOn() throws Exception {
        Operations operations = new Operations(1, 1);
        CountDownLatch hold = new CountDownLatch(1);
        CompletableFuture<Boolean> running = operations
                .run("hold", () -> {
                    hold.await();
                    return true;
                })
                .toCompletableFuture();
        CompletableFuture<Boolean> waiting = operations.run("wait", () -> true).toCompletableFuture();
        assertThatThrownBy(() ->
                        operations.run("fail", () -> true).toCompletableFuture().join())
                .hasCauseInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("cannot fail");
        hold.countDown();
        assertThat(await(running)).isTrue();
        assertThat(await(waiting)).isTrue();
        operations.close();
    }

    @Test
    void anErrorAndAClosedStoreFailAnOperationToo() {
        Operations operations = new Operations(1, 1);
        assertThatThrownBy(() -> await(operations.run("fail", () -> {
                    throw new OutOfMemoryError("told to fail");
                })))
                .hasCauseInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("told to fail");
        operations.close();
        assertThatThrownBy(() -> await(operations.run("fail", () -> true)))
                .hasCauseInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("the store is closed");
    }

    @Test
    void foldersGoWithTheirLastObject() throws IOException {
        put("a/b/c", "x");
        put("a/d", "x");
        await(store.delete("bucket", "a/b/c"));
        assertThat(get("a/d")).isEqualTo("x");
        assertThat(root.resolve("bucket.d/a.d/b.d")).doesNotExist();
        await(store.delete("bucket", "a/d"));
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).containsExactly(root.resolve(".unfinished"));
        }
    }

    @Test
    void aDamagedFileDoesNotHideOthersFromAListing() throws IOException {
        put("a", "x");
        put("b", "x");
        Files.write(root.resolve("bucket.d/a.o"), new byte[] {1, 2, 3});
        assertThat(list("", "", "", 10).objects()).extracting(ObjectInfo::key).containsExactly("b");
    }

    @Test
    void noKeyLeavesItsBucketsFolder() throws IOException {
        put("../../../outside", "x");
        put("..", "x");
        assertThat(files().allMatch(path -> path.startsWith(root.resolve("bucket.d"))))
                .isTrue();
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList().stream();
        }
    }

    private long unfinished() throws IOException {
        try (Stream<Path> left = Files.list(root.resolve(".unfinished"))) {
            return left.count();
        }
    }

    /** Content whose second half cannot be read. */
    private static final class FailingBuffer extends UnpooledHeapByteBuf {
        FailingBuffer(ByteBuf content) {
            super(UnpooledByteBufAllocator.DEFAULT, content.readableBytes(), content.readableBytes());
            writeBytes(content);
        }

        @Override
        public int getBytes(int index, GatheringByteChannel out, int length) throws IOException {
            throw new IOException("disk full");
        }

        @Override
        public ByteBuf duplicate() {
            return this;
        }

        @Override
        public int readBytes(GatheringByteChannel out, int length) throws IOException {
            out.write(ByteBuffer.wrap(new byte[] {'n'}));
            throw new IOException("disk full");
        }
    }
}
