package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CachedBucketsTest {
    private final TestingBuckets source = new TestingBuckets().with("there");
    private final CachedBuckets cached = new CachedBuckets(source, Duration.ofMinutes(1), 2);

    @Test
    void anAnswerIsRemembered() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(cached.find("there").toCompletableFuture().get()).isPresent();
            assertThat(cached.find("not-there").toCompletableFuture().get()).isEmpty();
            assertThat(cached.names().toCompletableFuture().get()).containsExactly("there");
        }
        assertThat(source.asked).hasValue(3);
    }

    @Test
    void aFailureIsNotRemembered() throws Exception {
        source.setUnreachable(true);
        assertThatThrownBy(() -> cached.find("there").toCompletableFuture().get())
                .hasMessageContaining("unreachable for a test");
        source.setUnreachable(false);
        assertThat(cached.find("there").toCompletableFuture().get()).isPresent();
    }

    @Test
    void namesThatCannotBeBucketsAreNotAskedFor() throws Exception {
        assertThat(cached.find("No Bucket").toCompletableFuture().get()).isEmpty();
        assertThat(source.asked).hasValue(0);
    }

    @Test
    void nobodyCanCompleteWhatOthersWaitFor() throws Exception {
        cached.find("there").toCompletableFuture().complete(null);

        assertThat(cached.find("there").toCompletableFuture().get()).isPresent();
    }
}
