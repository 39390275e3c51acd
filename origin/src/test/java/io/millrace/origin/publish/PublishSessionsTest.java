package io.millrace.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.millrace.admission.MemoryUse;
import io.millrace.channel.ChannelCommand;
import io.millrace.origin.TestingPublishRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is let in while a node is full or short of memory. */
class PublishSessionsTest extends SessionFixture {
    @Test
    void aNodeHasSoManyPublishersOnlyAndThoseGoOn() {
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        start(sessions);
        TestingPublishRequest second = new TestingPublishRequest(CHANNEL, eventLoop);
        publish(sessions, second, false);
        next(ChannelCommand.StartPublish.class);

        TestingPublishRequest third = new TestingPublishRequest(CHANNEL, eventLoop);
        publish(sessions, third, false);
        assertThat(refusal(third)).startsWith("ServiceUnavailable: This node has as many publishers as it may");
        assertThat(refused("publishers")).isEqualTo(1);
        assertThat(request.closed()).isNotDone();
    }

    @Test
    void aNodeThatIsShortOfMemoryTakesPublishersAgainWhenItIsNot() {
        admission.start(eventLoop, Duration.ofMillis(10));
        ActorRef<PublishSessions.Command> sessions = sessions(settings());
        memory = new MemoryUse(0, 100, 95, 100);
        testKit.createTestProbe().awaitAssert(WAIT, () -> assertThat(admission.shortageForPublishers())
                .isPresent());
        TestingPublishRequest early = new TestingPublishRequest(CHANNEL, eventLoop);
        publish(sessions, early, false);
        assertThat(refusal(early)).startsWith("ServiceUnavailable: This node has too little memory left");
        assertThat(refused("memory")).isEqualTo(1);

        memory = new MemoryUse(0, 100, 50, 100);
        testKit.createTestProbe().awaitAssert(WAIT, () -> assertThat(admission.shortageForPublishers())
                .isEmpty());
        start(sessions);
    }

    private static String refusal(TestingPublishRequest request) {
        return request.refused().orTimeout(30, TimeUnit.SECONDS).join().description();
    }

    private double refused(String limit) {
        assertThat(meters.counter("millrace.origin.publish.refused").count()).isEqualTo(1);
        return meters.counter("millrace.origin.publishers.refused", "limit", limit)
                .count();
    }
}
