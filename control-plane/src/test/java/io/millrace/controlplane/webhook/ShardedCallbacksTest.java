package io.millrace.controlplane.webhook;

import static io.millrace.webhook.TestingWebhooks.telling;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.Buckets;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Segment;
import io.millrace.channel.Webhook;
import io.millrace.webhook.CallbackListener;
import io.millrace.webhook.Listeners;
import io.millrace.webhook.TestingWebhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Which facts are worth noting, as far as is known at once. */
class ShardedCallbacksTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<ChannelFact> BEGIN =
            List.of(ChannelFact.published(1, 7, AT, ClientInfo.UNKNOWN, "p.m3u8"));
    private static final List<ChannelFact> SEGMENT = List.of(
            ChannelFact.segment(2, AT, ClientInfo.UNKNOWN, "p.m3u8", new Segment(0, 7, "cam/1.ts", 1, 5000, 1, false)));

    private long nanos;
    private CompletableFuture<Optional<Bucket>> answer = new CompletableFuture<>();
    private final Buckets buckets = new Buckets() {
        @Override
        public CompletionStage<Optional<Bucket>> find(String name) {
            return answer;
        }

        @Override
        public CompletionStage<List<String>> names() {
            return CompletableFuture.completedFuture(List.of());
        }
    };

    private ShardedCallbacks callbacks(CallbackListener... listeners) {
        return new ShardedCallbacks(
                null, buckets, new Listeners(List.of(listeners), Duration.ofSeconds(1)), "node", () -> nanos);
    }

    @Test
    void asLongAsNothingIsKnownOfABucketAllIsWanted() {
        ShardedCallbacks callbacks = callbacks();
        assertThat(callbacks.mayWant("live", SEGMENT)).as("not answered").isTrue();
        answer = CompletableFuture.failedFuture(new IllegalStateException("unreachable for a test"));
        assertThat(callbacks.mayWant("live", SEGMENT)).as("out of reach").isTrue();
        assertThat(callbacks.mayWant("live", BEGIN)).isTrue();
    }

    @Test
    void whileABucketIsAskedForItsLastAnswerCountsForSegmentsOnly() {
        ShardedCallbacks callbacks = callbacks();
        answer.complete(Optional.of(TestingWebhooks.bucket()));
        assertThat(callbacks.mayWant("live", BEGIN)).isFalse();

        answer = new CompletableFuture<>();
        assertThat(callbacks.mayWant("live", SEGMENT)).isFalse();
        assertThat(callbacks.mayWant("live", BEGIN)).isTrue();
        answer.complete(Optional.of(TestingWebhooks.bucket(telling("one", "http://h/", Webhook.Style.SRS))));
        answer = new CompletableFuture<>();
        assertThat(callbacks.mayWant("live", SEGMENT)).isTrue();
    }

    @Test
    void anOldAnswerCountsNoMore() {
        ShardedCallbacks callbacks = callbacks();
        answer.complete(Optional.of(TestingWebhooks.bucket()));
        assertThat(callbacks.mayWant("live", SEGMENT)).isFalse();

        answer = new CompletableFuture<>();
        nanos = Duration.ofSeconds(9).toNanos();
        assertThat(callbacks.mayWant("live", SEGMENT)).isFalse();
        nanos = Duration.ofSeconds(11).toNanos();
        assertThat(callbacks.mayWant("live", SEGMENT)).isTrue();
    }

    @Test
    void aListenerWantsTheFactsOfBucketsWithoutWebhooksToo() {
        answer.complete(Optional.of(TestingWebhooks.bucket()));
        assertThat(callbacks(new CallbackListener() {}).mayWant("live", SEGMENT))
                .isTrue();
    }
}
