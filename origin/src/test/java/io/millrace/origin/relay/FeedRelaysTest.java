package io.millrace.origin.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.origin.TestingFeeds;
import io.millrace.origin.TestingPlayRequest;
import io.millrace.relay.RelayPlay;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedRelaysTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");

    private final DefaultEventLoop eventLoop = new DefaultEventLoop();
    private final Delivery delivery = new Delivery(
            new DeliverySettings(
                    Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(10), 1 << 14, 1 << 16, 0),
            new SimpleMeterRegistry());
    private final TestingFeeds feeds = new TestingFeeds(eventLoop);
    private final Counter refusals = new SimpleMeterRegistry().counter("refused");
    private final FeedRelays relays = new FeedRelays(feeds.registry());

    @AfterEach
    void stop() throws InterruptedException {
        feeds.close();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void theLiveSessionIsServed() {
        feeds.start(CHANNEL, 7);

        assertThat(accepted(play(Duration.ZERO, 7))).isTrue();
    }

    @Test
    void thePlayWaitsForASessionThatIsBeginning() {
        TestingPlayRequest request = play(Duration.ofSeconds(10), 7);
        feeds.start(CHANNEL, 7);

        assertThat(accepted(request)).isTrue();
    }

    @Test
    void anUnknownSessionIsNotFound() {
        assertNotFound(play(Duration.ofMillis(100), 7));
    }

    @Test
    void anOldEpochIsNotFoundAtOnce() {
        feeds.start(CHANNEL, 8);

        assertNotFound(play(Duration.ofHours(1), 7));
    }

    @Test
    void itKnowsTheLiveSessionAndThoseBefore() {
        assertThat(relays.knows(CHANNEL, 7)).isFalse();
        feeds.start(CHANNEL, 7);

        assertThat(relays.knows(CHANNEL, 6)).isTrue();
        assertThat(relays.knows(CHANNEL, 7)).isTrue();
        assertThat(relays.knows(CHANNEL, 8)).isFalse();
    }

    private TestingPlayRequest play(Duration wait, long epoch) {
        TestingPlayRequest request =
                new TestingPlayRequest(new StreamAddress(List.of(CHANNEL), Optional.empty(), List.of()), eventLoop);
        relays.serve(new RelayPlay(request, CHANNEL, epoch, delivery, wait, refusals));
        return request;
    }

    private static boolean accepted(TestingPlayRequest request) {
        return request.accepted().orTimeout(30, TimeUnit.SECONDS).join() != null;
    }

    private void assertNotFound(TestingPlayRequest request) {
        StreamStatus status = request.refused().orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(status.code()).isEqualTo("NetStream.Play.StreamNotFound");
        assertThat(refusals.count()).isEqualTo(1);
    }
}
