package io.millrace.controlplane.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Publishers whose connections break and who come back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveChannelResumeTest {
    private final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private TestingChannel channel;

    @BeforeEach
    void create() {
        channel = new TestingChannel(actors);
        channel.create(ChannelStatus.ENABLED);
    }

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void aPublisherThatComesBackSoonHasOneSessionInTheHistory() {
        Instant begun = channel.clock.instant();
        long broken = channel.live("a");
        channel.clock.pass(Duration.ofSeconds(5));
        channel.end(broken, EndReason.CONNECTION_LOST);
        channel.clock.pass(Duration.ofSeconds(20));

        long resumed = channel.live("b");
        assertThat(resumed).isGreaterThan(broken);
        assertThat(channel.history()).isEmpty();

        channel.clock.pass(Duration.ofSeconds(5));
        channel.end(resumed);
        assertThat(channel.history()).singleElement().satisfies(session -> {
            assertThat(session.epoch()).isEqualTo(resumed);
            assertThat(session.startedAt()).isEqualTo(begun);
            assertThat(session.endedAt()).isEqualTo(begun.plusSeconds(30));
        });
    }

    @Test
    void aPublisherThatGoesToAnotherOriginWhileItsOldConnectionHangsHasOneSession() {
        channel.live("a");
        long second = channel.live("b");

        channel.end(second);

        assertThat(channel.history()).hasSize(1);
    }

    @Test
    void anAttemptWhoseSessionWasResumedDoesNotTakeTheChannelBackWhenRepeated() {
        channel.live("a");
        channel.live("b");

        assertThat(channel.start("a", TestingMembers.ORIGIN, true)).isInstanceOf(ChannelReply.AlreadyPublishing.class);
    }

    @Test
    void aSessionThatItsPublisherHasEndedIsOver() {
        channel.end(channel.live("a"));
        channel.end(channel.live("b"));

        assertThat(channel.history()).hasSize(2);
    }

    @Test
    void aPublisherThatComesBackLateHasASessionOfItsOwn() {
        channel.end(channel.live("a"), EndReason.CONNECTION_LOST);
        channel.clock.pass(Duration.ofSeconds(31));
        channel.end(channel.live("b"));

        assertThat(channel.history()).hasSize(2);
    }

    @Test
    void sessionsThatBreakOftenPushNoOtherOutOfTheHistory() {
        for (int i = 0; i < 9; i++) {
            channel.end(channel.live("whole" + i));
        }
        for (int i = 0; i < 20; i++) {
            channel.end(channel.live("broken" + i), EndReason.CONNECTION_LOST);
        }

        assertThat(channel.history()).hasSize(10);
        assertThat(channel.state().past()).hasSizeLessThanOrEqualTo(11);
    }
}
