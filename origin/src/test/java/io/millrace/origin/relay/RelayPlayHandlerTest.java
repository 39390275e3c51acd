package io.millrace.origin.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.origin.TestingFeeds;
import io.millrace.origin.TestingPlayRequest;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.channel.DefaultEventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayPlayHandlerTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");
    private static final ChannelId OTHER = new ChannelId("live", "other");
    private static final String STREAM_NOT_FOUND = "NetStream.Play.StreamNotFound";
    private static final String FAILED = "NetStream.Play.Failed";

    private final DefaultEventLoop eventLoop = new DefaultEventLoop();
    private final RelayTickets tickets = new RelayTickets(
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
            Duration.ofMinutes(1),
            InstantSource.system());
    private final Delivery delivery = new Delivery(
            new DeliverySettings(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(10), 1 << 14, 1 << 16),
            new SimpleMeterRegistry());
    private final TestingFeeds feeds = new TestingFeeds(eventLoop);

    @AfterEach
    void stop() throws InterruptedException {
        feeds.close();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void aGoodTicketAdmitsToTheLiveSession() {
        feeds.start(CHANNEL, 7);

        assertThat(accepted(play(Duration.ZERO, CHANNEL, "7", tickets.issue(CHANNEL, 7))))
                .isTrue();
    }

    @Test
    void thePlayWaitsForASessionThatIsBeginning() {
        TestingPlayRequest request = play(Duration.ofSeconds(10), CHANNEL, "7", tickets.issue(CHANNEL, 7));
        feeds.start(CHANNEL, 7);

        assertThat(accepted(request)).isTrue();
    }

    @Test
    void anUnknownSessionIsNotFound() {
        assertRefused(play(Duration.ofMillis(100), CHANNEL, "7", tickets.issue(CHANNEL, 7)), STREAM_NOT_FOUND);
    }

    @Test
    void anOldEpochIsNotFoundAtOnce() {
        feeds.start(CHANNEL, 8);

        assertRefused(play(Duration.ofHours(1), CHANNEL, "7", tickets.issue(CHANNEL, 7)), STREAM_NOT_FOUND);
    }

    @Test
    void aTicketForAnotherChannelOrEpochIsRefused() {
        feeds.start(CHANNEL, 7);

        assertRefused(play(Duration.ZERO, CHANNEL, "7", tickets.issue(OTHER, 7)), FAILED);
        assertRefused(play(Duration.ZERO, CHANNEL, "7", tickets.issue(CHANNEL, 8)), FAILED);
        assertRefused(play(Duration.ZERO, CHANNEL, "7", "forged"), FAILED);
    }

    @Test
    void aPlayWithoutTicketOrEpochIsRefused() {
        feeds.start(CHANNEL, 7);

        assertRefused(play(Duration.ZERO, CHANNEL, null, tickets.issue(CHANNEL, 7)), FAILED);
        assertRefused(play(Duration.ZERO, CHANNEL, "seven", tickets.issue(CHANNEL, 7)), FAILED);
        assertRefused(play(Duration.ZERO, CHANNEL, "7", null), FAILED);
    }

    private TestingPlayRequest play(Duration wait, ChannelId channel, String epoch, String ticket) {
        List<Parameter> parameters = new ArrayList<>();
        if (epoch != null) {
            parameters.add(new Parameter("epoch", epoch));
        }
        if (ticket != null) {
            parameters.add(new Parameter("ticket", ticket));
        }
        TestingPlayRequest request =
                new TestingPlayRequest(new StreamAddress(List.of(channel), Optional.empty(), parameters), eventLoop);
        new RelayPlayHandler(feeds.registry(), tickets, delivery, wait, new SimpleMeterRegistry()).onPlay(request);
        return request;
    }

    private static boolean accepted(TestingPlayRequest request) {
        return request.accepted().orTimeout(10, TimeUnit.SECONDS).join() != null;
    }

    private static void assertRefused(TestingPlayRequest request, String code) {
        StreamStatus status = request.refused().orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(status.code()).isEqualTo(code);
    }
}
