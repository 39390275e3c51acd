package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreTest extends ObjectStoreContract {
    private static TestingS3 server;

    @TempDir
    private static Path serverRoot;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path copies;

    private S3ObjectStore store;

    @BeforeAll
    static void startServer() {
        server = TestingS3.start(serverRoot);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        store = store(server.endpoint(), TestingS3.BUCKET);
    }

    private S3ObjectStore store(URI endpoint, String bucket) {
        S3Settings settings = new S3Settings(
                Optional.of(endpoint),
                "us-east-1",
                bucket,
                Optional.of(new S3Settings.Credentials("key", "very-secret")),
                true,
                8,
                1000,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                2);
        return new S3ObjectStore(settings, 1 << 20, copies, meters, InstantSource.system());
    }

    /** Each test begins with nothing. */
    @AfterEach
    void emptyAndClose() throws IOException {
        List<CompletionStage<Void>> deletions = new ArrayList<>();
        for (String bucket : List.of("bucket", "other")) {
            for (ObjectInfo object : await(store.list(bucket, "", "", "", 1000)).objects()) {
                deletions.add(store.delete(bucket, object.key()));
            }
        }
        deletions.forEach(ObjectStoreContract::await);
        store.close();
        try (Stream<Path> left = Files.list(copies)) {
            assertThat(left).isEmpty();
        }
    }

    @Override
    ObjectStore store() {
        return store;
    }

    /** Not the same object at once: S3Mock then answers with its own errors now and then. */
    @Test
    @Override
    void putsAndDeletesOfTheSameFolderDoNotHinderEachOther() {
        List<CompletionStage<?>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String key = "deep/er/" + i;
            all.add(store.put("bucket", key, "text/plain", bytes(key)).thenCompose(put -> store.delete("bucket", key)));
        }
        all.forEach(ObjectStoreContract::await);
        put("deep/er/last", "x");
        assertThat(get("deep/er/last")).isEqualTo("x");
    }

    @Test
    void anObjectThatIsTooLargeIsRefusedAndReleased() {
        ByteBuf content = Unpooled.buffer((1 << 20) + 1).writeZero((1 << 20) + 1);
        assertThatThrownBy(() -> await(store.put("bucket", "k", "text/plain", content)))
                .hasCauseInstanceOf(ObjectStoreException.class);
        assertThat(content.refCnt()).isZero();
    }

    @Test
    void aBufferOfManyPartsIsStoredWhole() {
        ByteBuf content = Unpooled.wrappedBuffer(bytes("one "), bytes("two "), bytes("three"));
        assertThat(await(store.put("bucket", "k", "text/plain", content)).size())
                .isEqualTo(13);
        assertThat(get("k")).isEqualTo("one two three");
    }

    @Test
    void aCacheServesWhatItHasWhileTheServerIsDown() {
        S3ObjectStore behind = store(server.endpoint(), TestingS3.BUCKET);
        try (CachedObjectStore cached = new CachedObjectStore(
                behind, new CacheSettings("", 1 << 20, 2, 100), copies, key -> key.endsWith(".ts"), meters)) {
            put("a.ts", "segment");
            put("b.txt", "text");
            await(cached.open("bucket", "a.ts")).orElseThrow().close();
            await(cached.open("bucket", "b.txt")).orElseThrow().close();
            server.stop();
            try (StoredObject segment = await(cached.open("bucket", "a.ts")).orElseThrow()) {
                assertThat(read(segment, 0, 100)).isEqualTo("segment");
            }
            assertThatThrownBy(() -> await(cached.open("bucket", "b.txt")))
                    .hasCauseInstanceOf(ObjectStoreException.class);
        } finally {
            server.start();
        }
        CachedObjectStore.prepare(copies);
    }

    @Test
    void aMissingS3BucketIsAFailureAndNotAMissingObject() {
        S3ObjectStore wrong = store(server.endpoint(), "missing");
        assertThatThrownBy(() -> await(wrong.open("bucket", "k")))
                .hasCauseInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("bucket/k");
        assertThatThrownBy(() -> await(wrong.probe())).hasCauseInstanceOf(ObjectStoreException.class);
        wrong.close();
        await(store.probe());
    }

    @Test
    void aStoreThatIsNotThereFailsEachOperationAndNamesNoSecret() {
        S3ObjectStore none = store(URI.create("http://127.0.0.1:1"), TestingS3.BUCKET);
        ByteBuf content = bytes("x");
        assertThatThrownBy(() -> await(none.put("bucket", "k", "text/plain", content)))
                .hasCauseInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("put bucket/k")
                .hasMessageNotContaining("very-secret");
        assertThat(content.refCnt()).isZero();
        assertThatThrownBy(() -> await(none.head("bucket", "k"))).hasCauseInstanceOf(ObjectStoreException.class);
        assertThatThrownBy(() -> await(none.open("bucket", "k"))).hasCauseInstanceOf(ObjectStoreException.class);
        assertThatThrownBy(() -> await(none.list("bucket", "", "", "", 1)))
                .hasCauseInstanceOf(ObjectStoreException.class);
        none.close();
        assertThat(meters.counter("millrace.store.retries").count()).isEqualTo(4);
    }

    @Test
    void aStoreThatHangsFailsInTimeAndIsUsedAgainWhenItAnswers() {
        put("k", "kept");
        server.freeze();
        try {
            assertThatThrownBy(() -> await(store.head("bucket", "k"))).hasCauseInstanceOf(ObjectStoreException.class);
            assertThatThrownBy(() -> await(store.probe())).hasCauseInstanceOf(ObjectStoreException.class);
        } finally {
            server.thaw();
        }
        await(store.probe());
        assertThat(get("k")).isEqualTo("kept");
    }

    @Test
    void whatWasAcknowledgedIsThereAfterTheServerWasKilled() {
        put("k", "kept");
        server.stop();
        assertThatThrownBy(() -> await(store.head("bucket", "k"))).hasCauseInstanceOf(ObjectStoreException.class);
        server.start();
        assertThat(get("k")).isEqualTo("kept");
    }
}
