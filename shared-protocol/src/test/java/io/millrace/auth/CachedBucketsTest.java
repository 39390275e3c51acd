package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CachedBucketsTest {
    private final TestingBuckets source = new TestingBuckets().with("there");
    private final CachedBuckets cached = new CachedBuckets(source, settings(Duration.ofMinutes(1)));

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
    void aBucketThatCannotAnswerIsWhatItWasLast() throws Exception {
        CachedBuckets forgetful = new CachedBuckets(source, settings(Duration.ZERO));
        assertThat(forgetful.find("there").toCompletableFuture().get()).isPresent();
        assertThat(forgetful.names().toCompletableFuture().get()).containsExactly("there");

        source.setUnreachable(true);

        assertThat(forgetful.find("there").toCompletableFuture().get()).isPresent();
        assertThat(forgetful.names().toCompletableFuture().get()).containsExactly("there");
        assertThatThrownBy(() -> forgetful.find("other").toCompletableFuture().get())
                .hasMessageContaining("unreachable for a test");
    }

    @Test
    void nobodyWaitsLongForABucketThatHasAnsweredBefore() throws Exception {
        CachedBuckets forgetful = new CachedBuckets(source, settings(Duration.ZERO));
        assertThat(forgetful.find("there").toCompletableFuture().get()).isPresent();

        source.setSilent(true);

        assertThat(forgetful.find("there").toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isPresent();
    }

    private static AccessSettings settings(Duration cacheTime) {
        return new AccessSettings(
                List.of(),
                Set.of(),
                Duration.ZERO,
                0,
                cacheTime,
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                2,
                Duration.ofSeconds(1));
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
