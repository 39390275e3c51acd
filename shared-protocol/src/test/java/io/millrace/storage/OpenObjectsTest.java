package io.millrace.storage;

import static io.millrace.storage.ObjectStoreContract.await;
import static io.millrace.storage.ObjectStoreContract.bytes;
import static io.millrace.storage.ObjectStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenObjectsTest {
    private static final int MAX_OPEN = 2;
    private static final Duration KEPT = Duration.ofSeconds(10);

    @TempDir
    private Path root;

    private final AtomicLong nanoTime = new AtomicLong();
    private FileObjectStore files;
    private OpenObjects store;

    @BeforeEach
    void open() {
        files = FileObjectStore.open(root, new FileStoreSettings(2, 1000, 1 << 20, false), InstantSource.system());
        store = new OpenObjects(files, MAX_OPEN, KEPT, key -> key.endsWith(".ts"), nanoTime::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void put(String key, String content) {
        await(store.put("b", key, "video/mp2t", bytes(content)));
    }

    private StoredObject opened(String key) {
        return await(store.open("b", key)).orElseThrow();
    }

    private FileChannel openOnce(String key) {
        try (StoredObject object = opened(key)) {
            return object.file().orElseThrow();
        }
    }

    @Test
    void theSecondAskerGetsTheFileOfTheFirstAtOnce() {
        put("1.ts", "one");
        FileChannel file = openOnce("1.ts");
        CompletionStage<Optional<StoredObject>> second = store.open("b", "1.ts");
        assertThat(second.toCompletableFuture()).isDone();
        try (StoredObject object = await(second).orElseThrow()) {
            assertThat(object.file()).containsSame(file);
            assertThat(read(object, 0, 3)).isEqualTo("one");
        }
        assertThat(file.isOpen()).isTrue();
    }

    @Test
    void oneThatIsClosedTwiceIsStillOpenForOthers() {
        put("1.ts", "one");
        StoredObject other = opened("1.ts");
        StoredObject object = opened("1.ts");
        object.close();
        object.close();
        nanoTime.addAndGet(KEPT.toNanos());
        assertThat(await(store.open("b", "2.ts"))).isEmpty();
        assertThat(other.file().orElseThrow().isOpen()).isTrue();
        other.close();
        assertThat(other.file().orElseThrow().isOpen()).isFalse();
    }

    @Test
    void whatMayChangeIsNotKept() {
        put("index.m3u8", "old");
        FileChannel file = openOnce("index.m3u8");
        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void noMoreAreOpenThanAllowed() {
        put("1.ts", "one");
        put("2.ts", "two");
        put("3.ts", "three");
        FileChannel first = openOnce("1.ts");
        FileChannel second = openOnce("2.ts");
        openOnce("3.ts");
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void oneIsOpenNoLongerThanItsTime() {
        put("1.ts", "one");
        FileChannel file = openOnce("1.ts");
        nanoTime.addAndGet(KEPT.toNanos());
        assertThat(openOnce("1.ts")).isNotSameAs(file);
        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void whatIsDeletedHereIsGoneAtOnceButNotForWhoIsReading() {
        put("1.ts", "one");
        StoredObject reading = opened("1.ts");
        await(store.delete("b", "1.ts"));
        assertThat(await(store.open("b", "1.ts"))).isEmpty();
        assertThat(read(reading, 0, 3)).isEqualTo("one");
        reading.close();
    }

    @Test
    void whatWasOpenedWhileItWasOverwrittenIsNotKept() {
        put("1.ts", "old");
        StoredObject old = await(files.open("b", "1.ts")).orElseThrow();
        CompletableFuture<Optional<StoredObject>> opening = new CompletableFuture<>();
        ObjectStore slow = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) ->
                        method.getName().equals("open") ? opening : method.invoke(files, arguments));
        OpenObjects objects = new OpenObjects(slow, MAX_OPEN, KEPT, key -> key.endsWith(".ts"), nanoTime::get);
        CompletionStage<Optional<StoredObject>> asked = objects.open("b", "1.ts");
        await(objects.put("b", "1.ts", "video/mp2t", bytes("new")));
        opening.complete(Optional.of(old));
        await(asked).orElseThrow().close();
        assertThat(old.file().orElseThrow().isOpen()).isFalse();
    }

    @Test
    void allAreClosedWithTheStore() {
        put("1.ts", "one");
        FileChannel file = openOnce("1.ts");
        store.close();
        assertThat(file.isOpen()).isFalse();
    }
}
