package io.millrace.controlplane.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.millrace.channel.Bearer;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Segment;
import io.millrace.controlplane.persistence.GoldenFiles;
import io.millrace.controlplane.webhook.DeliveryEvent.QueuedFact;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The golden files say how deliveries' events and snapshots lie in journals that exist; they are only ever added to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryJournalFormatTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Optional<Bearer> BEARER = Optional.of(new Bearer(Optional.of("user-7"), Map.of("seat", "12")));
    private static final ClientInfo CLIENT = new ClientInfo(
            "ABCDEFGH", "192.0.2.7", "v.example", "rtmp://v.example/live", "http://p/", "?a=b", connect(), BEARER);
    private static final Segment SEGMENT = new Segment(4, 7, "cam/a.ts", 1_767_323_045_678L, 9960, 1_234_567, true);
    private static final QueuedFact STARTED =
            new QueuedFact(1, ChannelFact.published(1, 7, AT, CLIENT, "p.m3u8"), List.of("one", "two"));
    private static final QueuedFact SEALED =
            new QueuedFact(2, ChannelFact.segment(2, AT, CLIENT.withoutConnect(), "p.m3u8", SEGMENT), List.of("one"));
    private static final DeliveryEvent.Accepted ACCEPTED = new DeliveryEvent.Accepted(2, List.of(STARTED, SEALED));

    private final ActorTestKit actors = ActorTestKit.create();
    private final GoldenFiles golden = new GoldenFiles(actors.system());

    private static Map<String, Object> connect() {
        Map<String, Object> connect = new LinkedHashMap<>();
        connect.put("app", "live");
        connect.put("fpad", false);
        connect.put("capabilities", 15.0);
        return connect;
    }

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private static List<DeliveryEvent> events() {
        return List.of(
                ACCEPTED,
                new DeliveryEvent.Arrived("one", 1, 2, AT),
                new DeliveryEvent.Skipped("one", 2),
                new DeliveryEvent.GivenUp("two", 1, 9, "status 500", AT),
                new DeliveryEvent.Dropped("one", 2, 1),
                new DeliveryEvent.Requeued("two", AT),
                new DeliveryEvent.WebhookGone("two"));
    }

    @Test
    void everyEventHasAGoldenFile() {
        assertThat(events().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(DeliveryEvent.class.getPermittedSubclasses());
    }

    @Test
    void eventsReadAsTheyWereWritten() {
        events().forEach(golden::check);
    }

    @Test
    void aSnapshotReadsAsItWasWritten() {
        golden.check(DeliveryState.EMPTY
                .accepted(ACCEPTED)
                .arrived(new DeliveryEvent.Arrived("one", 1, 2, AT))
                .givenUp(new DeliveryEvent.GivenUp("two", 1, 9, "status 500", AT)));
    }

    @Test
    void clientsFromBeforeTheirTokensWereToldOfAreRead() {
        DeliveryEvent.Accepted event =
                (DeliveryEvent.Accepted) golden.read("DeliveryEvent$Accepted.v1", DeliveryEvent.Accepted.class);
        DeliveryState state = (DeliveryState) golden.read("DeliveryState.v1", DeliveryState.class);
        ClientInfo client = CLIENT.with("?a=b", Optional.empty());
        assertThat(event.facts().get(0).fact().client()).isEqualTo(client);
        assertThat(state.facts().get(0).fact().client()).isEqualTo(client.withoutConnect());
    }
}
