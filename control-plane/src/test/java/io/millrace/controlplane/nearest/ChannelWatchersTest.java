package io.millrace.controlplane.nearest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ChannelWatchersTest {
    private final List<ChannelId> asked = new ArrayList<>();
    private final CompletableFuture<Set<String>> answer = new CompletableFuture<>();
    private final ChannelWatchers watchers = new ChannelWatchers(
            channel -> {
                asked.add(channel);
                return answer.copy();
            },
            TestingEdges.settings("max-channel-asks = 2, channel-cache-time = 1m"));

    private static ChannelId channel(String name) {
        return new ChannelId("live", name);
    }

    private static Set<String> now(CompletionStage<Set<String>> stage) {
        return stage.toCompletableFuture().getNow(Set.of("not yet"));
    }

    @Test
    void anAnswerIsUsedForAWhile() {
        CompletionStage<Set<String>> first = watchers.of(channel("a"));
        CompletionStage<Set<String>> second = watchers.of(channel("a"));
        answer.complete(Set.of("x"));
        assertThat(now(first)).containsExactly("x");
        assertThat(now(second)).containsExactly("x");
        assertThat(now(watchers.of(channel("a")))).containsExactly("x");
        assertThat(asked).containsExactly(channel("a"));
    }

    @Test
    void aChannelThatDoesNotAnswerIsNowhere() {
        CompletionStage<Set<String>> waiting = watchers.of(channel("a"));
        CompletionStage<Set<String>> too = watchers.of(channel("a"));
        answer.completeExceptionally(new TimeoutException());
        assertThat(now(waiting)).isEmpty();
        assertThat(now(too)).isEmpty();
    }

    @Test
    void noMoreChannelsAreAskedAtATimeThanMayBe() {
        watchers.of(channel("a"));
        watchers.of(channel("b"));
        assertThat(now(watchers.of(channel("c")))).isEmpty();
        answer.complete(Set.of("x"));
        assertThat(now(watchers.of(channel("d")))).containsExactly("x");
        assertThat(asked).containsExactly(channel("a"), channel("b"), channel("d"));
    }
}
