package io.millrace.controlplane.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketIndexCommand.AddBucket;
import io.millrace.channel.BucketIndexCommand.BucketNames;
import io.millrace.channel.BucketIndexCommand.Entered;
import io.millrace.channel.BucketIndexCommand.ListBuckets;
import io.millrace.channel.BucketIndexCommand.RemoveBucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketIndexTest {
    private static final BucketActorSettings SETTINGS = new BucketActorSettings(
            Optional.empty(), true, 2, 3, 2, Duration.ofSeconds(1), 4, 2, Duration.ofMinutes(1), 100);

    private final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private final EventSourcedBehaviorTestKit<BucketIndexCommand, BucketIndexEvent, BucketIndexState> kit =
            EventSourcedBehaviorTestKit.create(actors.system(), BucketIndex.create(SETTINGS));

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    private Entered add(String name) {
        return kit.<Entered>runCommand(replyTo -> new AddBucket(name, replyTo)).reply();
    }

    private List<String> names() {
        return kit.<BucketNames>runCommand(ListBuckets::new).reply().names();
    }

    @Test
    void namesAreListedInOrderAndOnce() {
        assertThat(names()).isEmpty();
        assertThat(add("b").accepted()).isTrue();
        assertThat(add("a").accepted()).isTrue();
        assertThat(add("b").accepted()).isTrue();
        assertThat(names()).containsExactly("a", "b");
        kit.restart();
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void aBucketTooManyIsRefusedUntilOneIsRemoved() {
        add("a");
        add("b");
        assertThat(add("c")).isEqualTo(new Entered(false, 2));
        kit.<Entered>runCommand(replyTo -> new RemoveBucket("a", replyTo));
        kit.<Entered>runCommand(replyTo -> new RemoveBucket("unknown", replyTo));
        assertThat(add("c").accepted()).isTrue();
        assertThat(names()).containsExactly("b", "c");
    }
}
