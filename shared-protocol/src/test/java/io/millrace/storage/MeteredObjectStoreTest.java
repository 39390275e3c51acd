package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeteredObjectStoreTest {
    @TempDir
    private Path root;

    @Test
    void failuresAreCountedByOperation() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        FileObjectStore files =
                FileObjectStore.open(root, new FileStoreSettings(1, 10, 1024, false), InstantSource.system());
        try (MeteredObjectStore store = new MeteredObjectStore(files, meters)) {
            ObjectStoreContract.await(store.put("b", "k", "text/plain", Unpooled.EMPTY_BUFFER));
            ObjectStoreContract.await(store.probe());
            store.put("b", "k", "text/plain", Unpooled.buffer(1025).writeZero(1025));
            store.list("b", "", "", "", 0)
                    .toCompletableFuture()
                    .exceptionally(e -> null)
                    .join();
        }
        assertThat(failures(meters, "put")).isEqualTo(1);
        assertThat(failures(meters, "list")).isEqualTo(1);
        assertThat(failures(meters, "open")).isZero();
    }

    private static double failures(SimpleMeterRegistry meters, String operation) {
        return meters.get("millrace.store.failures")
                .tag("operation", operation)
                .counter()
                .count();
    }
}
