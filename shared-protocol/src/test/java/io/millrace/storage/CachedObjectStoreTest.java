package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedObjectStoreTest extends ObjectStoreContract {
    private static final int MAX_BYTES = 4000;

    @TempDir
    private Path root;

    private Path directory;
    private TestingRemoteStore remote;
    private CachedObjectStore store;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(root.resolve("cache"));
        Files.writeString(directory.resolve("left-by-a-crash"), "x");
        remote = new TestingRemoteStore(FileObjectStore.open(
                root.resolve("objects"), new FileStoreSettings(4, 1000, 1 << 20, false), InstantSource.system()));
        store = new CachedObjectStore(
                remote,
                new CacheSettings("", MAX_BYTES, 2, 1000),
                CachedObjectStore.prepare(directory),
                key -> key.endsWith(".ts"),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void whatAnEarlierProcessLeftIsRemoved() throws IOException {
        assertThat(bytesOnDisk()).isZero();
    }

    @Test
    void manyOpeningsAtOnceAreOneDownload() {
        put("a.ts", "segment");
        remote.gate = new CompletableFuture<>();
        List<CompletionStage<Optional<StoredObject>>> opened = IntStream.range(0, 50)
                .mapToObj(i -> store.open("bucket", "a.ts"))
                .toList();
        remote.gate.complete(null);
        for (CompletionStage<Optional<StoredObject>> one : opened) {
            try (StoredObject object = await(one).orElseThrow()) {
                assertThat(object.file()).isPresent();
                assertThat(read(object, 0, 100)).isEqualTo("segment");
            }
        }
        assertThat(remote.downloads).hasValue(1);
        assertThat(get("a.ts")).isEqualTo("segment");
        assertThat(remote.downloads).hasValue(1);
        assertThat(remote.heads).as("a segment is not asked for again").hasValue(0);
    }

    @Test
    void theLeastRecentlyUsedFilesGoAndStayReadableWhereTheyAreOpen() throws IOException {
        String kilobyte = "x".repeat(1000);
        for (int i = 0; i < 4; i++) {
            put(i + ".ts", kilobyte);
            get(i + ".ts");
        }
        get("0.ts");
        try (StoredObject open = await(store.open("bucket", "1.ts")).orElseThrow()) {
            get("0.ts");
            get("3.ts");
            put("4.ts", kilobyte);
            put("5.ts", kilobyte);
            get("4.ts");
            get("5.ts");
            assertThat(bytesOnDisk()).isLessThanOrEqualTo(MAX_BYTES);
            assertThat(read(open, 0, 2000)).isEqualTo(kilobyte);
        }
        int before = remote.downloads.get();
        get("0.ts");
        get("3.ts");
        assertThat(remote.downloads).hasValue(before);
        get("1.ts");
        assertThat(remote.downloads).hasValue(before + 1);
    }

    @Test
    void whatIsLargerThanTheCacheIsReadAndNotKept() throws IOException {
        put("a.ts", "x".repeat(MAX_BYTES + 1));
        assertThat(get("a.ts")).hasSize(MAX_BYTES + 1);
        assertThat(bytesOnDisk()).isZero();
    }

    @Test
    void aFailedDownloadFailsThoseWhoWaitAndIsTriedAgain() throws IOException {
        put("a.ts", "segment");
        remote.gate = new CompletableFuture<>();
        CompletionStage<Optional<StoredObject>> first = store.open("bucket", "a.ts");
        CompletionStage<Optional<StoredObject>> second = store.open("bucket", "a.ts");
        remote.gate.completeExceptionally(new ObjectStoreException("cut"));
        assertThatThrownBy(() -> await(first)).hasCauseInstanceOf(ObjectStoreException.class);
        assertThatThrownBy(() -> await(second)).hasCauseInstanceOf(ObjectStoreException.class);
        remote.gate = CompletableFuture.completedFuture(null);
        assertThat(get("a.ts")).isEqualTo("segment");
        assertThat(remote.downloads).hasValue(2);
    }

    @Test
    void whatMayChangeIsComparedWithTheStoreAtEachOpening() {
        put("list.m3u8", "one");
        assertThat(get("list.m3u8")).isEqualTo("one");
        assertThat(get("list.m3u8")).isEqualTo("one");
        assertThat(remote.downloads).hasValue(1);
        await(remote.put("bucket", "list.m3u8", "text/plain", bytes("two")));
        assertThat(get("list.m3u8")).isEqualTo("two");
        await(remote.delete("bucket", "list.m3u8"));
        assertThat(await(store.open("bucket", "list.m3u8"))).isEmpty();
    }

    @Test
    void aDownloadThatAPutOvertakesIsNotKept() {
        put("a.ts", "old");
        remote.gate = new CompletableFuture<>();
        CompletionStage<Optional<StoredObject>> early = store.open("bucket", "a.ts");
        put("a.ts", "new");
        remote.gate.complete(null);
        await(early).orElseThrow().close();
        assertThat(get("a.ts")).isEqualTo("new");
    }
}
