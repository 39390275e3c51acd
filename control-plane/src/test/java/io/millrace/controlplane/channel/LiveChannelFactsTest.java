package io.millrace.controlplane.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelFact.Kind;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.DeliveryCommand;
import io.millrace.channel.DeliveryReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a channel hands over for callbacks. */
class LiveChannelFactsTest {
    private final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private final List<DeliveryCommand.Take> taken = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean wanted = true;
    private final TestingChannel channel = new TestingChannel(actors, new ChannelCallbacks() {
        @Override
        public boolean mayWant(String bucket, List<ChannelFact> facts) {
            return wanted;
        }

        @Override
        public void deliver(ChannelId id, DeliveryCommand.Take take) {
            taken.add(take);
        }

        @Override
        public void tellListeners(ChannelId id, List<ChannelFact> facts) {}

        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }
    });

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    private DeliveryCommand.Take last() {
        return taken.get(taken.size() - 1);
    }

    private static List<Kind> kinds(DeliveryCommand.Take take) {
        return take.facts().stream().map(ChannelFact::kind).toList();
    }

    /** Answers as the delivery does. */
    private void answer(long upTo) {
        channel.kit.runCommand(new DeliveryReply.Taken(upTo));
    }

    @Test
    void whatWasNotTakenIsHandedOverAgainAfterACrash() {
        channel.create(ChannelStatus.ENABLED);
        long epoch = channel.live("one");
        channel.seal(epoch, 0);
        assertThat(kinds(last())).containsExactly(Kind.PUBLISHED, Kind.SEGMENT);
        answer(1);
        channel.end(epoch);
        assertThat(kinds(last())).containsExactly(Kind.SEGMENT, Kind.UNPUBLISHED);

        channel.kit.restart();
        assertThat(last().facts())
                .extracting(ChannelFact::number)
                .contains(2L, 3L)
                .isSorted();
        assertThat(last().facts()).allSatisfy(fact -> assertThat(fact.epoch()).isEqualTo(epoch));
    }

    @Test
    void aTakeOverEndsTheFormerSessionBeforeTheNextBegins() {
        channel.create(ChannelStatus.ENABLED);
        long first = channel.live("one");
        long second = channel.live("two");
        assertThat(kinds(last())).containsExactly(Kind.PUBLISHED, Kind.UNPUBLISHED, Kind.PUBLISHED);
        assertThat(last().facts()).extracting(ChannelFact::epoch).containsExactly(first, first, second);
    }

    @Test
    void whatWasTakenLeavesTheJournalInTheEnd() {
        channel.create(ChannelStatus.ENABLED);
        long epoch = channel.live("one");
        for (int i = 0; i < 3; i++) {
            channel.seal(epoch, i);
        }
        assertThat(channel.state().outbox().facts()).hasSize(4);
        answer(4);
        channel.seal(epoch, 3);
        assertThat(channel.state().outbox().facts())
                .extracting(ChannelFact::number)
                .containsExactly(5L);
        assertThat(kinds(last())).containsExactly(Kind.SEGMENT);
    }

    @Test
    void aBucketWithoutWebhooksCostsNothing() {
        wanted = false;
        channel.create(ChannelStatus.ENABLED);
        long epoch = channel.live("one");
        channel.seal(epoch, 0);
        channel.end(epoch);
        assertThat(taken).isEmpty();
        assertThat(channel.state().outbox()).isEqualTo(FactOutbox.EMPTY);
    }

    @Test
    void theOutboxIsBounded() {
        FactOutbox outbox = FactOutbox.EMPTY;
        for (long i = 1; i <= FactOutbox.MAX + 5; i++) {
            outbox = outbox.with(List.of(ChannelFact.published(
                    i, 1, channel.clock.instant(), io.millrace.channel.ClientInfo.UNKNOWN, "p.m3u8")));
        }
        assertThat(outbox.facts()).hasSize(FactOutbox.MAX);
        assertThat(outbox.facts().get(0).number()).isEqualTo(6);
        assertThat(outbox.last()).isEqualTo(FactOutbox.MAX + 5);
    }
}
