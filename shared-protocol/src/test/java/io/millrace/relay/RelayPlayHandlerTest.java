package io.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayPlayHandlerTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");
    private static final ChannelId OTHER = new ChannelId("live", "other");

    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final RelayTickets tickets = new RelayTickets(
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
            Duration.ofMinutes(1),
            InstantSource.system());
    private final RelayPlayHandler handler = new RelayPlayHandler(
            tickets,
            new Delivery(
                    new DeliverySettings(
                            Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(10), 1 << 14, 1 << 16, 0),
                    new SimpleMeterRegistry()),
            Duration.ofSeconds(2),
            new SimpleMeterRegistry());
    private final Source origin = new Source();
    private final List<RelayPlay> edge = new ArrayList<>();

    @Test
    void aGoodTicketAdmitsToTheSession() {
        handler.origin(origin);

        assertThat(play("7", tickets.issue(CHANNEL, 7)).refused).isEmpty();
        assertThat(origin.served).hasSize(1);
        assertThat(origin.served.get(0).channel()).isEqualTo(CHANNEL);
        assertThat(origin.served.get(0).epoch()).isEqualTo(7);
    }

    @Test
    void aTicketForAnotherChannelOrEpochIsRefusedByEitherTier() {
        handler.origin(origin);
        handler.edge(edge::add);
        for (Parameter tier : List.of(new Parameter("tier", "parent"), new Parameter("tier", "origin"))) {
            assertFailed(play("7", tickets.issue(OTHER, 7), tier));
            assertFailed(play("7", tickets.issue(CHANNEL, 8), tier));
            assertFailed(play("7", "forged", tier));
        }
        assertThat(origin.served).isEmpty();
        assertThat(edge).isEmpty();
    }

    @Test
    void aPlayWithoutTicketOrEpochIsRefused() {
        handler.origin(origin);

        assertFailed(play(null, tickets.issue(CHANNEL, 7)));
        assertFailed(play("seven", tickets.issue(CHANNEL, 7)));
        assertFailed(play("7", null));
    }

    @Test
    void anEdgeServesOnlyThoseWhoTakeItForAParent() {
        handler.edge(edge::add);

        assertFailed(play("7", tickets.issue(CHANNEL, 7)));
        assertThat(play("7", tickets.issue(CHANNEL, 7), new Parameter("tier", "parent")).refused)
                .isEmpty();
        assertThat(edge).hasSize(1);
    }

    @Test
    void aParentThatIsTheOriginItselfServesWhatItHas() {
        handler.origin(origin);
        handler.edge(edge::add);
        play("7", tickets.issue(CHANNEL, 7), new Parameter("tier", "parent"));
        assertThat(edge).hasSize(1);

        origin.known = 7;
        play("7", tickets.issue(CHANNEL, 7), new Parameter("tier", "parent"));
        assertThat(origin.served).hasSize(1);
        assertThat(edge).hasSize(1);
    }

    private Play play(String epoch, String ticket, Parameter... others) {
        List<Parameter> parameters = new ArrayList<>(List.of(others));
        if (epoch != null) {
            parameters.add(new Parameter("epoch", epoch));
        }
        if (ticket != null) {
            parameters.add(new Parameter("ticket", ticket));
        }
        Play play = new Play(parameters);
        handler.onPlay(play);
        return play;
    }

    private static void assertFailed(Play play) {
        assertThat(play.refused.map(StreamStatus::code)).contains("NetStream.Play.Failed");
    }

    private static final class Source implements RelaySource {
        private final List<RelayPlay> served = new ArrayList<>();
        private long known;

        @Override
        public boolean knows(ChannelId channel, long epoch) {
            return epoch <= known;
        }

        @Override
        public void serve(RelayPlay play) {
            served.add(play);
        }
    }

    private final class Play implements PlayRequest {
        private final List<Parameter> parameters;
        private Optional<StreamStatus> refused = Optional.empty();

        Play(List<Parameter> parameters) {
            this.parameters = parameters;
        }

        @Override
        public void accept(PlayReceiver receiver) {
            throw new AssertionError("accepted without a source");
        }

        @Override
        public StreamAddress address() {
            return new StreamAddress(List.of(CHANNEL), Optional.empty(), parameters);
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress("192.0.2.8", 40000);
        }

        @Override
        public EventLoop eventLoop() {
            return connection.eventLoop();
        }

        @Override
        public void refuse(StreamStatus reason) {
            refused = Optional.of(reason);
        }
    }
}
